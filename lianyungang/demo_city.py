"""The demo's city."""

from projects.rules.city import City

LIANYUNGANG = City(
    name="连云港市",
    product="连云港市民生实事进度管理",
    coordinator="市发改委",
    coordinator_full="连云港市发展和改革委员会",
    coordinator_role="市发改委协调员",
    supervisor="市政府办公室",
    supervisor_full="连云港市人民政府办公室",
    supervisor_role="市政府办督查员",
    masthead="连云港市民生实事督查通报",
    addressees="各县、区人民政府，市各委办局，市各直属单位",
    copies_to="市委办公室，市人大常委会办公室，市政协办公室",
    notice_prefix="连督",
    stationed="驻连单位",
)
