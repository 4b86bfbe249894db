"""Whole documents in the manners of other cities and years, with what went wrong in them once."""

from tests.projects.parsing.documents import breakdown, codes, read_text, schedule

TWO = (
    "1.新建学校5所。（牵头单位：市教育局；共同责任单位：市财政局）\n"
    "2.改造食堂3个。（牵头单位：市商务局；共同责任单位：各县区）\n"
)


def texts(parsed):
    return [(task.number, task.text) for task in parsed.tasks]


def targets(text):
    (task,) = breakdown(f"1.{text}（责任单位：市教育局）\n").tasks
    return [(target.quantity, target.unit, target.label) for target in task.targets]


def test_a_number_before_an_age_or_amount_right_below_a_heading():
    parsed = breakdown(
        "一、教育\n（一）校园\n1．新建学校5所。（责任单位：市教育局）\n二、健康\n（一）体检\n2．65岁以上老人体检6万人次。（责任单位：市卫健委）\n"
    )
    assert texts(parsed) == [(1, "新建学校5所。"), (2, "65岁以上老人体检6万人次。")]
    assert parsed.tasks[1].domain == "体检"


def test_what_a_web_page_writes_below_its_text_is_no_finding():
    assert codes(breakdown(TWO + "扫一扫在手机打开当前页\n打印本页 关闭窗口\n")) == []


def test_a_decimal_that_a_page_wrapped_behind_its_point():
    parsed = breakdown(
        "1. 人均体育场地面积达到 3.\n8 平方米，改造泊位 1.\n2 万个。（责任单位：市教育局）\n"
        "2. 18 所学校改造。（责任单位：市教育局）\n"
    )
    assert texts(parsed) == [(1, "人均体育场地面积达到3.8平方米，改造泊位1.2万个。"), (2, "18所学校改造。")]


def test_numbers_of_sub_items_are_no_amounts():
    assert targets("实施工程：（1）新建养老院30个，新增床位1500张；（2）新增托位4000个。") == [
        ("30", "个", "新建养老院"),
        ("1500", "张", "新增床位"),
        ("4000", "个", "新增托位"),
    ]


def test_a_size_of_villages_is_no_target_but_a_number_of_them_is():
    assert targets("实现20户以上自然村4G网络100%覆盖。") == [("100", "%", "实现20户以上自然村4G网络覆盖")]
    assert targets("改造128个以上行政村。") == [("128", "个", "改造行政村")]


def test_scores_and_levels_that_are_kept():
    assert targets("学生餐满意度达95分以上，集中收运率保持99%以上。") == [
        ("95", "分", "学生餐满意度"),
        ("99", "%", "集中收运率"),
    ]


def test_labels_without_the_words_that_introduce_them():
    assert targets("新建学校15所（含续建5所）。") == [("15", "所", "新建学校"), ("5", "所", "续建")]
    assert targets("城镇新增就业5万人、失业人员再就业2万人。") == [
        ("50000", "人", "城镇新增就业"),
        ("20000", "人", "失业人员再就业"),
    ]
    assert targets("到2025年底实现公交分担率达60%；2024年达到56%以上。") == [
        ("60", "%", "实现公交分担率"),
        ("56", "%", "实现公交分担率"),
    ]


def test_an_average_may_be_a_fraction():
    assert codes(breakdown("1.每千人口托位数达到4.5个。（责任单位：市教育局）\n")) == []


def test_a_schedule_by_half_years():
    parsed = read_text(
        "某市2021年为民办实事进度安排表\n序号\t目标任务\t上半年\t下半年\t牵头单位\n1\t新建公路500公里。\t完成200公里。\t完成300公里。\t市交通局\n"
    )
    assert parsed.kind == "schedule"
    assert parsed.tasks[0].quarters == ("", "完成200公里。", "", "完成300公里。")
    assert parsed.tasks[0].planned[0].values == (None, "200", None, "300")


def test_a_table_of_a_web_page_and_one_with_commas():
    head = ("序号", "目标任务", "第一季度", "第二季度", "第三季度", "第四季度", "责任单位")
    row = ("1", "新建车位1000个，种树", "200个", "300个", "300个", "200个", "市城管局")
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n" for cells in (head, row))
    commas = "\n".join(",".join(cells) for cells in (head, row))
    for table in (f"<table>{cells}</table>", commas):
        (task,) = read_text(f"2022年某市民生实事序时进度安排\n{table}\n").tasks
        assert (task.text, task.lead, task.quarters) == (
            "新建车位1000个，种树",
            ("市城管局",),
            ("200个", "300个", "300个", "200个"),
        )


def test_entities_of_web_pages_are_read():
    assert texts(breakdown("1.建校&nbsp;5所&mdash;&#26032;校。（责任单位：市教育局）\n")) == [
        (1, "建校5所—新校。")
    ]


def test_sizes_before_what_is_counted_are_no_targets():
    assert targets("完成10万平方米以上棚户区改造项目2个。") == [
        ("2", "个", "完成10万平方米以上棚户区改造项目")
    ]


def test_labels_of_levels_and_of_amounts_for_each():
    assert targets("发放一次性创业补贴，每人4000元。") == [("4000", "元", "发放一次性创业补贴每人")]
    assert targets("更新改造燃气、供水、供热等老旧管网280公里。") == [
        ("280", "公里", "更新改造燃气、供水、供热等老旧管网")
    ]
    assert targets("食品抽检量达到每千人5批次。") == [("5", "批次", "食品抽检量")]
    assert targets("办理案件4000件，挽回损失5000万元。") == [
        ("4000", "件", "办理案件"),
        ("50000000", "元", "挽回损失"),
    ]


def test_bare_figures_plan_the_whole_and_not_its_parts():
    quarters = "500个\t累计1200个\t累计2000个\t累计3000个"
    (task,) = schedule(f"1\t新增停车泊位3000个，其中公共泊位1000个。\t{quarters}\t市城管局\n").tasks
    assert [(plan.target, plan.basis, plan.values) for plan in task.planned] == [
        (0, "ytd", ("500", "1200", "2000", "3000"))
    ]


def test_a_clause_below_a_text_without_full_stop():
    parsed = breakdown(
        "1.新建学校20所\n  牵头单位：市教育局\n  共同责任单位：市财政局，\n  各县（市）区\n"
        "2.更新照明3000间\n  牵头单位：市教育局\n3.新增托位200个\n  责任单位：市卫健委\n"
    )
    assert texts(parsed) == [(1, "新建学校20所"), (2, "更新照明3000间"), (3, "新增托位200个")]
    assert parsed.tasks[0].lead == ("市教育局",)
    assert parsed.tasks[0].co == ("市财政局", "各县（市）区")
    assert parsed.domains == ()


def test_roles_alone_before_a_colon():
    parsed = breakdown(
        "1.新建公园5个。（牵头：市城管局；配合：市资源局、章贡区）\n2.建园。（牵头：市教育局）\n"
    )
    assert [(task.lead, task.co) for task in parsed.tasks] == [
        (("市城管局",), ("市资源局", "章贡区")),
        (("市教育局",), ()),
    ]


def test_matters_as_headings():
    parsed = breakdown(
        "第一件：教育优先\n1.建校。\n（责任单位：市教育局）\n第二件：健康城市\n2.建院。\n（责任单位：市卫健委）\n"
    )
    assert [(task.number, task.domain) for task in parsed.tasks] == [(1, "教育优先"), (2, "健康城市")]
