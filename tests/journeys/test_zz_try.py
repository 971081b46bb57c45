import pytest
from datetime import timedelta
from db.models import *
from tests.journeys.ward import *
from tests.journeys.staff import second_worker, SECOND
from tests.journeys.newcomers import set_language
from tests import cast

def screen(ward, user, note=""):
    m=[e for e in ward.box.chat(user) if e["from"]["is_bot"]][-1]
    print(f"--- {note}"); print(m.get("text") or m.get("caption") or [k for k in m])
    for row in m.get("reply_markup",{}).get("inline_keyboard",[]): print("   ", " | ".join(f"[{b['text']}]" for b in row), "   ", [b['callback_data'] for b in row])

async def test_try(ward, people):
    for u in (AMINA, OTHER, WORKER): set_language(ward,u,"zh-Hans")
    await second_worker(ward)
    def add(s):
        site=s.get_one(SiteRow,1); pr=s.get_one(Programme,1)
        for n in range(3,12):
            cast.caregiver(s,site,pr,label=f"C-{n:02d}",chat=5000+n,called=f"妈妈{n}")
        a=s.get_one(Person,people.amina); a.phone="+86 21 5555 0100"; a.trusted_adult="外婆 13900000000"; a.called="小雨妈妈"
    ward.change(add)
    await ward.text(WORKER,"/today"); screen(ward,WORKER,"/today")
    await ward.text(WORKER,"/families"); screen(ward,WORKER,"/families")
    await ward.tap(WORKER,"list:all:mine:1"); screen(ward,WORKER,"page 2")
    await ward.text(AMINA,"医生说的话我没听懂，想问问您"); screen(ward,AMINA,"amina writes")
    await ward.tap(AMINA, ward.buttons(AMINA)[0]); screen(ward,AMINA,"passed")
    await ward.beat(); screen(ward,WORKER,"notice")
    await ward.text(WORKER,"/today"); screen(ward,WORKER,"/today")
    await ward.tap(WORKER,"case:1",forged=True); screen(ward,WORKER,"card")
    await ward.tap(WORKER,"letters:1"); screen(ward,WORKER,"letter")
    await ward.tap(WORKER,"write:1"); screen(ward,WORKER,"write")
    await ward.text(WORKER,"明天查房时我陪您一起问。"); screen(ward,WORKER,"sure")
    await ward.tap(WORKER,"send:1"); screen(ward,WORKER,"sent")
    await ward.beat(); screen(ward,AMINA,"word")
    await ward.tap(AMINA,"word:2:answer"); screen(ward,AMINA,"answer")
    await ward.send(AMINA,"voice"); screen(ward,AMINA,"voice passed")
    await ward.beat(); screen(ward,WORKER,"notice 2")
    await ward.tap(WORKER,"letters:1");
    for m in ward.box.chat(WORKER)[-2:]: print({k:m.get(k) for k in ("text","caption","voice")})
    await ward.tap(WORKER,"case:1:notes",forged=True); screen(ward,WORKER,"notes")
    await ward.tap(WORKER,"note:new:1",forged=True); screen(ward,WORKER)
    await ward.text(WORKER,"电话谈了20分钟，睡不好。\n周四再打。"); screen(ward,WORKER)
    await ward.tap(WORKER,"case:1:notes",forged=True); screen(ward,WORKER,"notes")
    await ward.tap(WORKER,"note:1",forged=True); screen(ward,WORKER,"note")
    await ward.tap(WORKER,"case:1:place",forged=True); screen(ward,WORKER,"place")
    await ward.tap(WORKER,"where:1:ward",forged=True); screen(ward,WORKER,"place")
    await ward.tap(WORKER,"where:1:bed",forged=True); screen(ward,WORKER,"place")
    await ward.text(WORKER,"12"); screen(ward,WORKER,"place")
    await ward.tap(WORKER,"case:1",forged=True); screen(ward,WORKER,"card")
    await ward.tap(WORKER,"case:1:answers",forged=True); screen(ward,WORKER,"answers")
    await ward.tap(WORKER,"case:1:consent",forged=True); screen(ward,WORKER,"consent")
    await ward.tap(WORKER,"case:1:alerts",forged=True); screen(ward,WORKER,"alerts")
    await ward.tap(WORKER,"assign:1",forged=True); screen(ward,WORKER,"assign")
    await ward.tap(WORKER,ward.buttons(WORKER)[0]); screen(ward,WORKER,"assigned")
    await ward.text(WORKER,"/leave"); screen(ward,WORKER,"leave")
    await ward.tap(WORKER,"leave:new"); screen(ward,WORKER,"leave")
    await ward.tap(WORKER,ward.buttons(WORKER)[0]); screen(ward,WORKER,"leave")
    await ward.text(WORKER,"3-4"); screen(ward,WORKER,"leave")
    await ward.tap(WORKER,ward.buttons(WORKER)[0]); screen(ward,WORKER,"leave")
    await ward.tap(WORKER,"leave:yes"); screen(ward,WORKER,"leave")
    await ward.text(WORKER,"/find 妈妈1"); screen(ward,WORKER,"find")
    await ward.text(WORKER,"/find c-02"); screen(ward,WORKER,"find")
    await ward.text(WORKER,"/find"); screen(ward,WORKER,"find")
    await ward.text(WORKER,"妈妈"); screen(ward,WORKER,"find")
