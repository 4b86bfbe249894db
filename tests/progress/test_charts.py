from progress.charts import WIDTH, bar


def test_a_bar_is_as_long_as_its_values():
    drawn = bar([("有", "strong", 3), ("无", "soft", 1)], full=4)
    assert [(one.x, one.width) for one in drawn.stretches] == [(0, WIDTH * 3 / 4), (WIDTH * 3 / 4, WIDTH / 4)]


def test_a_bar_says_in_words_what_it_shows():
    assert bar([("有", "strong", 3), ("无", "soft", 0)], full=4).text == "有3项，无0项"


def test_nothing_is_drawn_of_nothing():
    assert bar([("有", "strong", 0)], full=0).stretches == ()
