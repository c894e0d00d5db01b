"""The prose of fictional reports by region: which section states which figures, in the order of the official forms."""

from __future__ import annotations

from collections.abc import Sequence

from budgetlib.typeset.tables import Record
from tools.corpus.facts import VEHICLES, Year, names, path
from tools.corpus.statements import Income, income
from tools.corpus.talk import Talk

_GENERAL = "一般公共预算财政拨款支出"
_PARTS = ("abroad", "vehicles", "reception")
_LEAVES = ("abroad", "vehicle_purchase", "vehicle_operation", "reception")
ITEMS = {
    "abroad": "因公出国（境）费",
    "vehicles": "公务用车购置及运行维护费",
    "vehicle_purchase": "公务用车购置费",
    "vehicle_operation": "公务用车运行维护费",
    "reception": "公务接待费",
}


def codes(*years: Year) -> dict[str, str]:
    """Code of each functional path that occurs; None for the paths of the fund, which is in no reference table."""
    return {path(code): code for year in years for code in year.general}


def national(now: Year, before: Year, evaluations: Sequence[Record]) -> Talk:
    """The Xinjiang and national form: every source with its share, every item with its change."""
    talk = Talk(thousands=True, year=now.year, codes=codes(now, before))
    came = income(now, before)
    _staff(talk, now, before)
    _totals(talk, now, before, came)
    _shares(talk, now, came)
    _fiscal(talk, now, before, came)
    _general(talk, now, before)
    _items(talk, now, before)
    _basic(talk, now)
    _three_public_shares(talk, now, before)
    _three_public_budget(talk, now)
    _running(talk, now, before)
    _procurement(talk, now)
    _assets(talk, now, "（三）国有资产占用情况说明")
    _evaluated(talk, evaluations)
    return talk


def _staff(talk: Talk, now: Year, before: Year) -> None:
    talk.at("二、机构设置及人员情况")
    kinds = ("在职人员", "离休人员", "退休人员")
    talk.count("实有人数", sum(now.counts[kind] for kind in kinds), "人")
    for kind in kinds:
        talk.staff(kind, now.counts[kind], before.counts[kind])


def _totals(talk: Talk, now: Year, before: Year, came: Income) -> None:
    talk.at("一、收入支出决算总体情况说明")
    total = now.spent + now.closing.total
    talk.money("收入总计", total)
    talk.money("本年收入合计", came.total)
    talk.money("使用非财政拨款结余（含专用结余）", now.surplus_used)
    talk.money("年初结转和结余", before.closing.total)
    talk.money("支出总计", total)
    talk.money("本年支出合计", now.spent)
    talk.money("结余分配", 0)
    talk.money("年末结转和结余", now.closing.total)
    talk.compared("收入支出总体", total, before.spent + before.closing.total, flat=False)


def _shares(talk: Talk, now: Year, came: Income) -> None:
    talk.at("二、收入决算情况说明")
    talk.money("本年收入", came.total)
    sources = {
        "财政拨款收入": came.fiscal,
        "上级补助收入": came.superior,
        "事业收入": came.operating,
        "经营收入": 0,
        "附属单位上缴收入": 0,
        "其他收入": came.rest,
    }
    for item, amount in sources.items():
        talk.share(item, amount, came.total)
    talk.at("三、支出决算情况说明")
    talk.money("本年支出", now.spent)
    basic = now.basic + now.other.basic
    kinds = {"基本支出": basic, "项目支出": now.spent - basic}
    kinds |= {"上缴上级支出": 0, "经营支出": 0, "对附属单位补助支出": 0}
    for item, amount in kinds.items():
        talk.share(item, amount, now.spent)


def _fiscal(talk: Talk, now: Year, before: Year, came: Income) -> None:
    talk.at("四、财政拨款收入支出决算总体情况说明")
    total = now.fiscal + now.closing.fiscal
    talk.money("财政拨款收入总计", total)
    talk.money("年初财政拨款结转和结余", before.closing.fiscal)
    talk.money("财政拨款收入", came.fiscal)
    talk.money("财政拨款支出总计", total)
    talk.money("年末财政拨款结转和结余", now.closing.fiscal)
    talk.money("财政拨款支出", now.fiscal)
    talk.compared("财政拨款收入支出总体", total, before.fiscal + before.closing.fiscal, flat=False)


def _general(talk: Talk, now: Year, before: Year) -> None:
    section = "五、一般公共预算财政拨款支出决算情况说明"
    talk.at(section, "（一）一般公共预算财政拨款支出决算总体情况")
    talk.share(_GENERAL, now.general_total, now.spent)
    talk.compared(_GENERAL, now.general_total, before.general_total, flat=False)
    budget = sum(item.budget for item in now.general.values())
    amounts = {"initial_budget": budget, "actual": now.general_total}
    talk.completed(_GENERAL, amounts, "difference_pct", None, worded=False)
    talk.at(section, "（二）一般公共预算财政拨款支出决算结构情况")
    for code, amount in now.by_class(other=False).items():
        talk.share(names()[code], amount, now.general_total)


def _items(talk: Talk, now: Year, before: Year) -> None:
    talk.at("五、一般公共预算财政拨款支出决算情况说明", "（三）一般公共预算财政拨款支出决算具体情况")
    for code in sorted(now.general.keys() | before.general.keys()):
        spent, then = (year.general[code].total if code in year.general else 0 for year in (now, before))
        talk.money(path(code), spent)
        talk.compared(path(code), spent, then, flat=False)


def _basic(talk: Talk, now: Year) -> None:
    talk.at("六、一般公共预算财政拨款基本支出决算情况说明")
    talk.money("一般公共预算财政拨款基本支出", now.basic)
    talk.money("人员经费", now.personnel)
    talk.money("公用经费", now.public)


def _three_public_shares(talk: Talk, now: Year, before: Year) -> None:
    talk.at("九、财政拨款“三公”经费支出决算情况说明")
    total = "财政拨款“三公”经费"
    talk.money(total, now.three("total"))
    talk.compared(total, now.three("total"), before.three("total"), flat=False)
    for item in _PARTS:
        talk.share(ITEMS[item], now.three(item), now.three("total"))
        talk.compared(ITEMS[item], now.three(item), before.three(item), flat=False)
    talk.count("因公出国（境）团组", now.counts["groups"], "个")
    talk.count("因公出国（境）", now.counts["travellers"], "人次")
    talk.money(ITEMS["vehicle_purchase"], now.three("vehicle_purchase"))
    talk.money(ITEMS["vehicle_operation"], now.three("vehicle_operation"))
    talk.count("公务用车购置数", now.counts["bought"], "辆")
    talk.count("公务用车保有量", _vehicles(now), "辆")
    talk.count("国内公务接待", now.counts["receptions"], "批次")
    talk.count("国内公务接待", now.counts["guests"], "人次")


def _vehicles(now: Year) -> int:
    return sum(now.counts[kind] for kind in VEHICLES)


def _three_public_budget(talk: Talk, now: Year) -> None:
    for item in ("total", *_LEAVES):
        name = ITEMS.get(item, "财政拨款“三公”经费")
        amounts = {"annual_budget": now.three(item, "budget"), "actual": now.three(item)}
        talk.completed(name, amounts, "difference_pct", None, worded=False)


def _running(talk: Talk, now: Year, before: Year) -> None:
    talk.at("十、其他重要事项的情况说明", "（一）机关运行经费及公用经费支出情况")
    item = "机关运行经费"
    talk.money(item, now.running_costs)
    talk.compared(item, now.running_costs, before.running_costs, flat=False)
    institutions = now.public - now.running_costs, before.public - before.running_costs
    talk.money("公用经费", institutions[0])
    talk.compared("公用经费", *institutions, flat=False)


def _procurement(talk: Talk, now: Year) -> None:
    talk.at("十、其他重要事项的情况说明", "（二）政府采购情况")
    bought = now.procurement
    total = bought["goods"] + bought["works"] + bought["services"]
    talk.money("政府采购支出总额", total)
    talk.money("政府采购货物支出", bought["goods"])
    talk.money("政府采购工程支出", bought["works"])
    talk.money("政府采购服务支出", bought["services"])
    talk.share("授予中小企业合同金额", bought["small"], total)
    talk.share("授予小微企业合同金额", bought["smallest"], total)


def _assets(talk: Talk, now: Year, subsection: str) -> None:
    talk.at(talk.place["section"], subsection)
    talk.count("房屋", now.counts["houses"], "平方米")
    talk.count("车辆", _vehicles(now), "辆")
    for kind in VEHICLES:
        talk.count(kind, now.counts[kind], "辆")
    talk.count("单价100万元（含）以上设备（不含车辆）", now.counts["devices"], "台(套)")


def _evaluated(talk: Talk, evaluations: Sequence[Record]) -> None:
    """Number and money of the self-evaluations; the sums of the printed figures, as an office adds them up."""
    talk.at("十一、预算绩效的情况说明")
    for kind, item in (("department", "整体支出绩效自评表"), ("project", "预算绩效评价项目")):
        own = [row for row in evaluations if row["evaluation"] == kind]
        talk.count(item, len(own), "个")
        sums = {
            measure: sum(round(row[column] * 1_000_000) for row in own)
            for measure, column in (("annual_budget", "adjusted_budget"), ("actual", "executed"))
        }
        talk.counted_up(item, sums)


def shanghai(now: Year, before: Year) -> Talk:
    """The Shanghai form: only what occurs, every item against its initial budget."""
    talk = Talk(thousands=False, year=now.year, codes=codes(now, before))
    came = income(now, before)
    total = now.spent + now.closing.total
    talk.at("一、收入支出决算总体情况说明")
    talk.money("收入支出总计", total)
    talk.compared("收入支出总计", total, before.spent + before.closing.total, flat=True)
    _occurring(talk, now, came)
    talk.at("四、财政拨款收入支出决算总体情况说明")
    fiscal = now.fiscal + now.closing.fiscal
    talk.money("财政拨款收入支出总计", fiscal)
    talk.compared("财政拨款收入支出总计", fiscal, before.fiscal + before.closing.fiscal, flat=True)
    _against_initial(talk, now, before)
    _basic(talk, now)
    _shanghai_three_public(talk, now, before)
    _managed(talk, now)
    talk.at("十一、其他重要事项的情况说明", "（一）机关运行经费支出情况")
    talk.money("机关运行经费", now.running_costs)
    talk.compared("机关运行经费", now.running_costs, before.running_costs, flat=True)
    _contracts(talk, now)
    _assets(talk, now, "（三）国有资产占有使用情况说明")
    return talk


def _occurring(talk: Talk, now: Year, came: Income) -> None:
    talk.at("二、收入决算情况说明")
    talk.money("本年收入合计", came.total)
    sources = {"财政拨款收入": came.fiscal, "上级补助收入": came.superior, "事业收入": came.operating}
    for item, amount in {**sources, "其他收入": came.rest}.items():
        if amount:
            talk.share(item, amount, came.total)
    talk.at("三、支出决算情况说明")
    talk.money("本年支出合计", now.spent)
    basic = now.basic + now.other.basic
    talk.share("基本支出", basic, now.spent)
    talk.share("项目支出", now.spent - basic, now.spent)


def _against_initial(talk: Talk, now: Year, before: Year) -> None:
    section = "五、一般公共预算财政拨款支出决算情况说明"
    talk.at(section, "（一）一般公共预算财政拨款支出决算总体情况")
    talk.share(_GENERAL, now.general_total, now.spent)
    talk.compared(_GENERAL, now.general_total, before.general_total, flat=True)
    talk.at(section, "（二）一般公共预算财政拨款支出决算结构情况")
    talk.money(_GENERAL, now.general_total)
    for code, amount in now.by_class(other=False).items():
        talk.share(names()[code], amount, now.general_total)
    talk.at(section, "（三）一般公共预算财政拨款支出决算具体情况")
    budgets = {path(code): (item.budget, item.total) for code, item in now.general.items()}
    whole = sum(budget for budget, _ in budgets.values()), now.general_total
    for item, (budget, spent) in {_GENERAL: whole, **budgets}.items():
        amounts = {"initial_budget": budget, "actual": spent}
        talk.completed(item, amounts, "completion_pct", "initial_budget", worded=True)


def _shanghai_three_public(talk: Talk, now: Year, before: Year) -> None:
    section = "七、财政拨款“三公”经费支出决算情况说明"
    total = "“三公”经费财政拨款支出"
    talk.at(section, "（一）“三公”经费财政拨款支出决算总体情况说明")
    amounts = {"initial_budget": now.three("total", "budget"), "actual": now.three("total")}
    talk.completed(total, amounts, "completion_pct", "budget", worded=True)
    for item in _PARTS:
        talk.spent_of_budget(ITEMS[item], now.three(item), now.three(item, "budget"))
    for item, name in (("total", total), *((item, ITEMS[item]) for item in _PARTS)):
        talk.compared(name, now.three(item), before.three(item), flat=True)
    talk.at(section, "（二）“三公”经费财政拨款支出决算具体情况说明")
    for item in _PARTS:
        talk.share(ITEMS[item], now.three(item), now.three("total"))
    talk.count("因公出国（境）团组", now.counts["groups"], "个")
    talk.count("因公出国（境）团组", now.counts["travellers"], "人次")
    talk.money("公务用车购置支出", now.three("vehicle_purchase"))
    talk.money("公务用车运行维护支出", now.three("vehicle_operation"))
    talk.count("公务用车保有量", _vehicles(now), "辆")
    talk.count("公务接待", now.counts["receptions"], "批次")
    talk.count("公务接待", now.counts["guests"], "人次")


def _managed(talk: Talk, now: Year) -> None:
    """Performance management: how many projects, of what money, with which grades."""
    talk.at("十、预算绩效管理情况")
    chance = now.office.random(now.year, "grades")
    number = chance.randrange(3, 40)
    good = chance.randrange(0, 3)
    money = sum(item.project for item in now.general.values()) * 9 // 10
    for item in ("编报绩效目标的项目", "绩效自评的项目"):
        talk.count(item, number, "个")
        talk.money(item, money, "budget", "budget")
    talk.score("绩效自评的项目", chance.randrange(9000, 9990))
    for grade, count in (("优", number - good), ("良", good), ("合格", 0), ("不合格", 0)):
        talk.count(f"绩效评级为“{grade}”的项目", count, "个")


def _contracts(talk: Talk, now: Year) -> None:
    talk.at("十一、其他重要事项的情况说明", "（二）政府采购支出情况")
    bought = now.procurement
    talk.money("政府采购金额（以合同签订为准）", bought["goods"] + bought["works"] + bought["services"])
    talk.money("货物采购金额", bought["goods"])
    talk.money("工程采购金额", bought["works"])
    talk.money("服务采购金额", bought["services"])


def budget(now: Year, before: Year) -> Talk:
    """The prose of a Shanghai budget: amounts in 万元, compared with the budget of the year before."""
    talk = Talk(thousands=True, year=now.year, codes=codes(now, before), base="prior_budget", current="initial_budget")
    total, then = now.general_total, before.general_total
    talk.at(f"{now.year}年部门预算编制说明")
    talk.money("收入预算", total)
    talk.money("财政拨款收入", total)
    talk.compared("财政拨款收入", total, then, flat=True)
    talk.money("支出预算", total)
    for item in ("财政拨款支出", "一般公共预算拨款支出"):
        talk.money(item, total)
        talk.compared(item, total, then, flat=True)
    for code, own in now.general.items():
        talk.money(path(code), own.total)
    talk.at(f"一、{now.year}年“三公”经费预算情况说明")
    for item in ("total", "abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception"):
        name = BUDGET_ITEMS.get(item) or ITEMS[item]
        talk.money(name, now.three(item, "budget"))
        talk.compared(name, now.three(item, "budget"), before.three(item, "budget"), flat=True)
    talk.at("二、机关运行经费预算")
    talk.money("机关运行经费", now.running_costs)
    talk.at("三、政府采购预算情况")
    bought = now.procurement
    talk.money("政府采购预算", bought["goods"] + bought["works"] + bought["services"])
    for item, kind in (("货物", "goods"), ("工程", "works"), ("服务", "services")):
        talk.money(f"政府采购{item}预算", bought[kind])
    talk.at("五、国有资产占有使用情况")
    talk.count("车辆", _vehicles(now), "辆")
    for kind in VEHICLES:
        talk.count(kind, now.counts[kind], "辆")
    return talk


BUDGET_ITEMS = {
    "total": "“三公”经费",
    "vehicles": "公务用车购置及运行费",
    "vehicle_operation": "公务用车运行费",
}
