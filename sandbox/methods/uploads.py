"""Files that calls bring along or name by identifier."""

from sandbox import files, limits
from sandbox.calls import Call
from sandbox.errors import Refused, bad_request
from sandbox.files import Stored, Upload


def brought(call: Call, kind: str, value: str) -> Stored:
    """Return the file that `value`, or else the part named `kind`, brings; raises Refused without one."""
    upload = call.files.get(value.removeprefix("attach://") if value.startswith("attach://") else kind)
    if upload is not None:
        return _keep(call, kind, upload)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = call.world.files.find(value)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _keep(call: Call, kind: str, upload: Upload) -> Stored:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > limits.UPLOAD:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo" and files.dimensions(upload.data) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return call.world.files.keep(kind, upload)
