"""Help: every command and every option says what it is."""

import pytest
from typer.main import get_command

from bot.__main__ import app

GROUP = get_command(app)
GROUPS = (
    "alarm", "audit", "db", "hold", "inbox", "invites", "keys", "programme", "scales", "schedule", "site",
    "staff",
)  # fmt: skip
COMMANDS = dict(GROUP.commands) | {
    f"{group} {name}": each for group in GROUPS for name, each in GROUP.commands[group].commands.items()
}
NAMED = {
    "setup",
    "demo",
    "run",
    "rehearse",
    "sandbox",
    "invite",
    "forget",
    "staff forget",
    "digest",
    "doctor",
    "db upgrade",
    "db check",
    "preview",
    "programme new",
    "programme import",
    "programme export",
    "programme show",
    "programme chapter",
    "programme allocation",
    "programme joining",
    "programme families",
    "programme missing",
    "schedule set",
    "schedule show",
    "inbox list",
    "inbox retry",
    "inbox drop",
    "scales list",
    "scales card",
    "scales score",
    "scales answers",
    "scales import",
    "scales export",
    "audit list",
    "audit verify",
    "audit anchor",
    "staff list",
    "staff revoke",
    "staff role",
    "staff reset",
    "alarm duty",
    "alarm ladder",
    "alarm leave",
    "alarm off",
    "alarm show",
    "alarm try",
    "backup",
    "drill",
    "hold drop",
    "hold list",
    "hold release",
    "invites list",
    "invites withdraw",
    "keys list",
    "keys new",
    "keys rotate",
    "restore",
    "site set",
    "site show",
}


def test_every_command_is_there():
    assert COMMANDS.keys() - set(GROUPS) == NAMED


def test_without_a_word_the_commands_are_listed_whole(respite):
    shown = respite().output

    assert all(f"\n  {name} " in shown for name in GROUP.commands)
    assert "..." not in shown.replace("[ARGS]...", "")


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_lists_its_commands_whole(respite, group):
    shown = respite(group).output

    assert all(f"\n  {name} " in shown for name in GROUP.commands[group].commands)
    assert "..." not in shown.replace("[ARGS]...", "")


def test_what_somebody_new_needs_comes_first(respite):
    listed = respite().output.partition("Commands:\n")[2].splitlines()

    assert [line.split()[0] for line in listed[:5]] == ["demo", "setup", "doctor", "run", "invite"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(respite, name):
    result = respite(*name.split(), "--help")

    assert result.exit_code == 0
    assert COMMANDS[name].help.splitlines()[0] in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_explains_itself(name):
    silent = [option.name for option in COMMANDS[name].params if not getattr(option, "help", None)]

    assert silent == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_default_is_one_that_the_option_itself_would_take(name):
    command = COMMANDS[name]
    context = command.make_context(name, [], resilient_parsing=True)

    for option in command.params:
        if not option.required:
            option.process_value(context, option.get_default(context))
