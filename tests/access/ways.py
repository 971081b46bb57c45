"""Every way in by its act: what is typed (it begins with a stroke, or is said) or tapped, and about what.

A word in braces stands for a thing of `tests.access.grounds`. A new handler needs a line here and in
`flows.rules.TABLE`.
"""

from collections.abc import Iterator, Mapping

from tests.access.grounds import Thing

WAYS: Mapping[str, tuple[str, ...]] = {
    "onboarding.start": ("/start",),
    "onboarding.step": ("join:language:en",),
    "listening.help": ("/help",),
    "listening.message": ("say hello",),
    "listening.edit": (),  # what is edited was a message before
    "listening.unknown_command": ("/dance",),
    "listening.unknown_tap": ("dance",),
    "listening.outside": (),  # in a group: nothing of anybody's is said or done there
    "preferences.membership": (),  # Telegram's own word about a chat
    "routes.ignore": (),
    "checkin.answer": ("answer:{checkin}:micro.mood:3", "change:{checkin}:micro.mood:3"),
    "checkin.open": ("open:{checkin}",),
    "checkin.back": ("back:{checkin}:micro.load",),
    "checkin.listen": ("listen:{checkin}:micro.mood",),
    "checkin.later": ("later:{checkin}", "later:{checkin}:30"),
    "support.help_now": ("help",),
    "support.contact": ("contact",),
    "support.mistake": ("mistake:{alert}",),
    "support.trend": ("/trend", "trend"),
    "preferences.pause": ("/pause",),
    "preferences.pause_choice": ("pause:hospital", "pause:hospital:3"),
    "preferences.stop": ("/stop",),
    "preferences.stop_choice": ("stop:no", "stop:yes"),
    "preferences.return": ("return:yes",),
    "leaving.mydata": ("/mydata",),
    "leaving.forgetme": ("/forgetme",),
    "leaving.forget_choice": ("forget:no", "forget:sure"),  # being sure twice leaves nobody to walk on with
    "leaving.gone": ("gone:no", "gone:sure"),  # and being sure twice is another test's matter
    "leaving.consent": ("consent:yes",),
    "sharing.sharing": ("/sharing",),
    "sharing.reader": ("share:researcher",),
    "sharing.change": ("share:researcher:scores:no",),
    "sharing.seen": ("seen",),
    "library.library": ("/library", "/library sleep"),
    "library.page": ("library:menu:1", "library:kept:0"),
    "library.feeling": ("library:felt:sleep:0",),
    "library.piece": ("library:read:anger", "library:keep:anger", "library:media:slow_breathing"),
    "library.verdict": ("library:said:anger:helped",),
    "library.way": ("library:search", "library:step"),
    "library.practice": ("practice:{practice}:open", "practice:{practice}:helped"),
    "notices.open": ("told:{broadcast}",),
    "sessions.sessions": ("/sessions",),
    "sessions.rsvp": ("rsvp:{invited}:ask", "rsvp:{invited}:coming"),
    "sessions.calendar": ("calendar:{invited}",),
    "sessions.notice": ("notice:{invited}:2h",),
    "sessions.opinion": ("opinion:{session}:0:1",),
    "programme.programme": ("/programme",),
    "programme.programme_button": ("prog:show:{programme}", "prog:with:{programme}", "prog:week:{programme}"),
    "programme.colleague": ("prog:join:{programme}:2",),
    "programme.plan": ("plan:day:stop",),
    "programme.session_button": (
        "sess:show:{invited}",
        "sess:cancel:{invited}",
        "sess:move:{invited}",
        "sess:material:{invited}",
    ),
    "programme.attendance": ("here:{session}:show", "here:{session}:all", "here:{session}:done"),
    "programme.makeup": ("makeup:{session}:1",),
    "programme.note": ("note:{session}:begin",),
    "rating.rate": ("/rate",),
    "kin.change": ("/change", "/change C-01"),
    "kin.chosen": ("halt:choose:{place}",),
    "kin.halt": ("halt:ask:{place}:bereaved", "halt:do:{place}:relapse"),
    "kin.unchanged": ("halt:no:{place}",),
    "kin.care": ("halt:open:{halt}", "halt:words:{halt}", "halt:keeper:{halt}"),
    "kin.give": ("halt:give:{halt}:2",),
    "kin.admit": ("admit:look:{admission}", "admit:yes:{admission}"),
    "kin.words": ("care:{halt}",),
    "kin.week": ("/week",),
    "kin.turn": ("week:2026-03-02:me",),
    "kin.child": ("/child",),
    "kin.permission": ("child:guardian:yes",),
    "kin.need": ("need:sleep:yes",),
    "kin.plan": ("/plan", "/plan C-01"),
    "kin.plan_of": ("fortnight:{place}",),
    "kin.invite_partner": ("/partner", "/partner C-01"),
    "kin.partner_of": ("partner:{place}",),
    "factor.noted": ("factor:noted",),
    "factor.not_now": ("factor:stop",),
    "factor.lock": ("/lock",),
    "caseload.digest": ("/digest",),
    "caseload.page": ("digest:page:2026-W09",),
    "caseload.day": ("digest:day:2",),
    "caseload.mail": ("digest:mail", "digest:mail:new", "digest:mail:remove"),
    "caseload.line": ("line:{place}:more", "line:{place}:call", "line:{place}:step", "line:{place}:done"),
    "caseload.take": ("alert:take:{alert}", "alert:take:{held}"),
    "caseload.close": ("alert:close:{held}:reached",),
    "caseload.note": ("alert:note:{held}",),
    "caseload.second": ("alert:second:{held}:look", "alert:second:{held}:agree"),
    "caseload.contact": ("alert:contact:{held}", "alert:now:{held}", "alert:contact:{alert}"),
    "paper.paper": ("/paper",),
    "paper.part": ("paper:{place}:follow_up",),
    "families.today": ("/today",),
    "families.families": ("/families",),
    "families.list": ("list:all:everybody:0", "list:today:mine:0"),
    "families.find": ("/find C-01", "/find Mark"),
    "families.case": ("case:{place}", "case:{place}:place", "case:{place}:notes", "case:{place}:answers"),
    "families.where": ("where:{place}:ward", "where:{place}:bed"),
    "families.picture": ("picture:{place}",),
    "families.note": ("note:{note}", "note:add:{note}", "note:new:{place}"),
    "families.assign": ("assign:{place}",),
    "families.leave": ("/leave",),
    "families.leave_new": ("leave:new",),
    "families.leave_step": ("leave:who:0",),
    "families.leave_sure": ("leave:yes",),
    "families.leave_end": ("leave:end:1",),
    "families.cancel": ("draft:cancel",),
    "letters.write": ("write:{place}",),
    "letters.send": ("send:{place}",),
    "letters.letters": ("letters:{place}",),
    "letters.letter": ("letter:{letter}", "letter:{letter}:done"),
    "passing.word": ("word:{letter}:open", "word:{letter}:fold", "word:{letter}:answer"),
    "passing.pass": ("pass:1",),
    "passing.where": ("here:home",),
    "handing.send": ("/send",),
    "handing.page": ("send:{place}:0",),
    "handing.piece": ("send:{place}:look:anger", "send:{place}:give:grief_first"),
    "staffing.staff": ("/staff",),
    "staffing.card": ("staff:{staff}",),
    "staffing.reset": ("staff:reset:{staff}", "staff:reset:{staff}:yes"),
    "staffing.role": ("staff:role:{staff}:medical_worker",),
    "broadcast.broadcast": ("/broadcast",),
    "broadcast.new": ("bc:new",),
    "broadcast.compose": ("bc:{draft}:show", "bc:{draft}:whom", "bc:{draft}:words", "bc:{draft}:look"),
    "broadcast.steer": ("bs:{broadcast}:show", "bs:{broadcast}:cancel", "bs:{broadcast}:report"),
    "staffing.revoke": ("staff:revoke:{staff}", "staff:revoke:{staff}:yes"),
}
# Whoever may do these does it to what they hold alone, in their own programme or not.
HELD = {"caseload.close", "caseload.note", "caseload.contact"}
# A draft is its author's, at whatever site.
OWN = {"broadcast.compose"}
NOBODYS = 987654


def presses(way: str, things: Mapping[str, list[Thing]]) -> Iterator[tuple[str, Thing | None]]:
    """Yield what is sent for a way, with the thing it is about: everybody's, and one that there is not."""
    kind = next((kind for kind in things if f"{{{kind}}}" in way), None)
    if kind is None:
        yield way, None
        return
    for thing in (*things[kind], Thing(NOBODYS, 0, 0, 0)):
        yield way.replace(f"{{{kind}}}", str(thing.id)), thing
