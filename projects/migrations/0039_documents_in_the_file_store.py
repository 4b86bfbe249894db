"""来源文件 lie in the file store. What is there stays in its row until the timer moves it, one by one.

Nothing is written into the store from here: it may be away, and workers of the version before go on reading
and writing the rows as they know them.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0038_own_entry")]

    operations = [
        migrations.AddField(
            model_name="sourcedocument",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="projects.keptfile",
                verbose_name="文件",
            ),
        ),
        migrations.AlterField(
            model_name="keptfile",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pdf", "PDF"),
                    ("docx", "Word 文档"),
                    ("xlsx", "Excel 工作簿"),
                    ("doc", "Word 97 文档"),
                    ("xls", "Excel 97 工作簿"),
                    ("wps", "WPS 文字"),
                    ("et", "WPS 表格"),
                    ("ofd", "OFD"),
                    ("jpg", "JPG 图片"),
                    ("png", "PNG 图片"),
                    ("heic", "HEIC 图片"),
                ],
                max_length=8,
                verbose_name="类型",
            ),
        ),
        migrations.AlterField(
            model_name="sourcedocument",
            name="content",
            field=models.BinaryField(blank=True, null=True, verbose_name="内容"),
        ),
        migrations.AddConstraint(
            model_name="sourcedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("file__isnull", False), ("content__isnull", False), _connector="OR"),
                name="a_document_has_its_bytes",
            ),
        ),
    ]
