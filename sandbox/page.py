"""The page on which one can be any of the people."""

from functools import partial
from importlib import resources

from aiohttp import web

FILES = {
    "/": ("index.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
    "/bubbles.js": ("bubbles.js", "text/javascript"),
    "/rich.js": ("rich.js", "text/javascript"),
}


def add_page(app: web.Application) -> None:
    """Put the page and its files on the application."""
    folder = resources.files("sandbox") / "web"
    for path, (name, mime) in FILES.items():
        app.router.add_get(path, partial(_show, (folder / name).read_bytes(), mime))


async def _show(body: bytes, mime: str, request: web.Request) -> web.Response:
    return web.Response(body=body, content_type=mime, charset="utf-8", headers={"Cache-Control": "no-cache"})
