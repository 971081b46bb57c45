"""The rules: for each act who may do it, and how far each reaches. What is not here nobody may do."""

from collections.abc import Mapping
from enum import StrEnum

from db.models import Role


class Reach(StrEnum):
    """How far a role reaches in one act."""

    SELF = "self"
    """Their own rows, or none at all."""
    PROGRAMME = "programme"
    """Those of the programmes in which they have a place, or in which they stand in for somebody."""
    SITE = "site"
    """Those of their whole site."""
    RUNG = "rung"
    """What they were rung for in somebody's place."""


Who = Role | None
Rule = Mapping[Who, Reach]

_STRANGER, _CAREGIVER, _WORKER = None, Role.CAREGIVER, Role.SOCIAL_WORKER
_NURSE, _LEAD, _ADMIN = Role.MEDICAL_WORKER, Role.LEAD, Role.ADMIN
_STAFF = (_WORKER, _NURSE, _LEAD, _ADMIN)

_EVERYBODY: Rule = dict.fromkeys((_STRANGER, _CAREGIVER, *_STAFF), Reach.SELF)
_MEMBERS: Rule = dict.fromkeys((_CAREGIVER, *_STAFF), Reach.SELF)
_ALL_STAFF: Rule = dict.fromkeys(_STAFF, Reach.SELF)
_FAMILY: Rule = {_CAREGIVER: Reach.SELF}
# Families and nurses answer for themselves; a worker enters what a family of theirs has answered on paper.
_ANSWERS: Rule = {_CAREGIVER: Reach.SELF, _WORKER: Reach.PROGRAMME, _NURSE: Reach.SELF}
_GROUPED: Rule = {_CAREGIVER: Reach.SELF, _WORKER: Reach.PROGRAMME}
_LEADS_GROUPS: Rule = {_WORKER: Reach.PROGRAMME}
_RATES: Rule = {_NURSE: Reach.SELF}
_PAPER: Rule = {_WORKER: Reach.PROGRAMME}
_SENDS: Rule = {_WORKER: Reach.PROGRAMME}
_ALERTS: Rule = {_WORKER: Reach.PROGRAMME, _LEAD: Reach.SITE, _ADMIN: Reach.RUNG}
_DIGESTS: Rule = {_WORKER: Reach.PROGRAMME, _LEAD: Reach.SITE}
_CASES: Rule = {_WORKER: Reach.PROGRAMME}
_PLACED: Rule = {_WORKER: Reach.PROGRAMME, _NURSE: Reach.PROGRAMME}
_LISTED: Rule = {_WORKER: Reach.PROGRAMME, _NURSE: Reach.PROGRAMME, _LEAD: Reach.SITE}
_HALTS: Rule = {_CAREGIVER: Reach.SELF, _WORKER: Reach.PROGRAMME, _NURSE: Reach.PROGRAMME}
# An admin: where a programme has no worker of its own.
_STANDS_BY: Rule = {_WORKER: Reach.PROGRAMME, _ADMIN: Reach.RUNG}
_OWN_LEAVE: Rule = {_WORKER: Reach.SELF}
_KEEPS_STAFF: Rule = {_LEAD: Reach.SITE, _ADMIN: Reach.SITE}
_BROADCASTS: Rule = {_LEAD: Reach.SITE, _ADMIN: Reach.SITE}

TABLE: Mapping[str, Rule] = {
    # Everybody
    "onboarding.start": _EVERYBODY,
    "onboarding.step": _MEMBERS,
    "listening.help": _MEMBERS,
    "listening.message": _MEMBERS,
    "listening.edit": _MEMBERS,
    "listening.unknown_command": _MEMBERS,
    "listening.unknown_tap": _MEMBERS,
    "listening.outside": _EVERYBODY,
    "preferences.membership": _MEMBERS,
    "routes.ignore": _EVERYBODY,
    # A family
    "checkin.answer": _ANSWERS,
    "checkin.open": _ANSWERS,
    "checkin.back": _ANSWERS,
    "checkin.listen": _ANSWERS,
    "checkin.later": _FAMILY,
    "support.help_now": _FAMILY,
    "support.contact": _FAMILY,
    "support.mistake": _FAMILY,
    "support.trend": _FAMILY,
    "preferences.pause": _FAMILY,
    "preferences.pause_choice": _FAMILY,
    "preferences.stop": _FAMILY,
    "preferences.stop_choice": _FAMILY,
    "preferences.return": _FAMILY,
    "leaving.mydata": _FAMILY,
    "leaving.forgetme": _MEMBERS,
    "leaving.forget_choice": _FAMILY,
    "leaving.consent": _FAMILY,
    "sharing.sharing": _FAMILY,
    "sharing.reader": _FAMILY,
    "sharing.change": _FAMILY,
    "sharing.seen": _FAMILY,
    "library.library": _FAMILY,
    "library.page": _FAMILY,
    "library.feeling": _FAMILY,
    "library.piece": _FAMILY,
    "library.verdict": _FAMILY,
    "library.way": _FAMILY,
    "library.practice": _FAMILY,
    "notices.open": _FAMILY,
    # Group sessions: a family asks about its own, a worker runs those of their programmes.
    "sessions.sessions": _GROUPED,
    "sessions.rsvp": _FAMILY,
    "sessions.calendar": _FAMILY,
    "sessions.notice": _FAMILY,
    "sessions.opinion": _FAMILY,
    "programme.programme": _LEADS_GROUPS,
    "programme.programme_button": _LEADS_GROUPS,
    "programme.colleague": _LEADS_GROUPS,
    "programme.plan": _LEADS_GROUPS,
    "programme.session_button": _LEADS_GROUPS,
    "programme.attendance": _LEADS_GROUPS,
    "programme.makeup": _LEADS_GROUPS,
    "programme.note": _LEADS_GROUPS,
    "rating.rate": _RATES,
    # What changes in a family: who comes in, who cares for the child, what makes everything stop.
    "kin.change": _HALTS,
    "kin.chosen": _HALTS,
    "kin.halt": _HALTS,
    "kin.unchanged": _HALTS,
    "kin.care": _STANDS_BY,
    "kin.give": _STANDS_BY,
    "kin.admit": _STANDS_BY,
    "kin.words": _FAMILY,
    "kin.week": _FAMILY,
    "kin.turn": _FAMILY,
    "kin.child": _FAMILY,
    "kin.permission": _FAMILY,
    "kin.need": _FAMILY,
    "kin.plan": _GROUPED,
    "kin.plan_of": _CASES,
    "kin.invite_partner": _GROUPED,
    "kin.partner_of": _CASES,
    # Staff
    "factor.noted": _ALL_STAFF,
    "leaving.gone": _ALL_STAFF,
    "factor.not_now": _ALL_STAFF,
    "factor.lock": _ALL_STAFF,
    "caseload.digest": _DIGESTS,
    "caseload.page": _DIGESTS,
    "caseload.day": _DIGESTS,
    "caseload.mail": _OWN_LEAVE,
    "caseload.line": _CASES,
    "caseload.take": _ALERTS,
    "caseload.close": _ALERTS,
    "caseload.note": _ALERTS,
    "caseload.contact": _ALERTS,
    "caseload.second": _ALERTS,
    "paper.paper": _PAPER,
    "paper.part": _PAPER,
    # Casework: a nurse sees where a child is, a lead who needs a look, neither of them anything else.
    "families.today": _DIGESTS,
    "families.families": _LISTED,
    "families.list": _LISTED,
    "families.case": _PLACED,
    "families.where": _PLACED,
    "families.find": _CASES,
    "families.picture": _CASES,
    "families.note": _CASES,
    "families.assign": _CASES,
    "families.leave": _OWN_LEAVE,
    "families.leave_new": _OWN_LEAVE,
    "families.leave_step": _OWN_LEAVE,
    "families.leave_sure": _OWN_LEAVE,
    "families.leave_end": _OWN_LEAVE,
    "families.cancel": _MEMBERS,
    "letters.write": _CASES,
    "letters.send": _CASES,
    "letters.letters": _CASES,
    "letters.letter": _CASES,
    "passing.word": _FAMILY,
    "passing.pass": _FAMILY,
    "passing.where": _FAMILY,
    "handing.send": _SENDS,
    "handing.page": _SENDS,
    "handing.piece": _SENDS,
    "staffing.staff": _KEEPS_STAFF,
    "staffing.card": _KEEPS_STAFF,
    "staffing.reset": _KEEPS_STAFF,
    "staffing.revoke": _KEEPS_STAFF,
    "staffing.role": _KEEPS_STAFF,
    "broadcast.broadcast": _BROADCASTS,
    "broadcast.new": _BROADCASTS,
    "broadcast.compose": _BROADCASTS,
    "broadcast.steer": _BROADCASTS,
}
