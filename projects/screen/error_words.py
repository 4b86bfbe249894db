"""What a field says of what was typed, in the office's words: for every form, where it has none of its own.

Django's own sentences ("输入一个有效的日期。", "确保该变量包含不超过…") are those of a program.
"""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core import validators
from django.db import models
from django.forms.models import InlineForeignKeyField

REQUIRED, CHOOSE = "请填写。", "请选择。"
NOT_OFFERED = "请在列出的选项中选择。"
NOT_READ = "提交的内容不完整，请重新打开本页后再试。"

FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": REQUIRED},
    forms.IntegerField: {"invalid": "请填写整数。"},
    forms.FloatField: {"invalid": "请填写数字。"},
    forms.DecimalField: {"invalid": "请填写数字。"},
    forms.DateField: {"invalid": "请填写日期，如2021-07-10。"},
    forms.TimeField: {"invalid": "请填写时间，如09:30。"},
    forms.DateTimeField: {"invalid": "请填写日期和时间，如2021-07-10 09:30。"},
    forms.DurationField: {"invalid": "请填写时长。", "overflow": "时长超出范围，请核对。"},
    forms.RegexField: {"invalid": "格式不对，请核对。"},
    forms.EmailField: {"invalid": "邮箱地址不对，请核对。"},
    forms.URLField: {"invalid": "网址不对，请核对。"},
    forms.UUIDField: {"invalid": "格式不对，请核对。"},
    forms.JSONField: {"invalid": "格式不对，请核对。"},
    forms.GenericIPAddressField: {"invalid": "请填写IP地址。"},
    forms.SlugField: {"invalid": "只能用字母、数字、下划线和连字符。"},
    forms.FileField: {
        "required": "请选择文件。",
        "invalid": "文件没有上传成功，请重新选择。",
        "missing": "文件没有上传成功，请重新选择。",
        "empty": "文件是空的，请重新选择。",
        "max_length": "文件名不能超过%(max)d字，现有%(length)d字。",
        "contradiction": "请选择文件或勾选清除，不要同时选。",
    },
    forms.ImageField: {"invalid_image": "不是能打开的图片，请重新选择。"},
    forms.BooleanField: {"required": "请勾选。"},
    forms.ChoiceField: {"required": CHOOSE, "invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {
        "required": CHOOSE,
        "invalid_choice": NOT_OFFERED,
        "invalid_list": NOT_OFFERED,
    },
    forms.ModelChoiceField: {"required": CHOOSE, "invalid_choice": NOT_OFFERED},
    forms.ModelMultipleChoiceField: {
        "required": CHOOSE,
        "invalid_list": NOT_OFFERED,
        "invalid_choice": NOT_OFFERED,
        "invalid_pk_value": NOT_OFFERED,
    },
    forms.SplitDateTimeField: {"invalid_date": "请填写日期。", "invalid_time": "请填写时间。"},
    InlineForeignKeyField: {"invalid_choice": NOT_READ},
    forms.MultiValueField: {"invalid": "没有填完整，请核对。", "incomplete": "没有填完整，请核对。"},
}
VALIDATORS: dict[type, str] = {
    validators.BaseValidator: "请填写%(limit_value)s。",
    validators.MaxValueValidator: "不能大于%(limit_value)s。",
    validators.MinValueValidator: "不能小于%(limit_value)s。",
    validators.StepValueValidator: "须是%(limit_value)s的倍数。",
    validators.MaxLengthValidator: "最多%(limit_value)d字，现有%(show_value)d字。",
    validators.MinLengthValidator: "至少%(limit_value)d字，现有%(show_value)d字。",
    validators.ProhibitNullCharactersValidator: "含有不能保存的字符，请重新录入。",
    validators.RegexValidator: "格式不对，请核对。",
    validators.EmailValidator: "邮箱地址不对，请核对。",
    validators.URLValidator: "网址不对，请核对。",
    UnicodeUsernameValidator: "只能用字母、数字和@ . + - _。",
    validators.FileExtensionValidator: "不能上传%(extension)s文件，可上传：%(allowed_extensions)s。",
}
DIGITS = {
    "invalid": "请填写数字。",
    "max_digits": "最多%(max)s位数字。",
    "max_decimal_places": "最多%(max)s位小数。",
    "max_whole_digits": "小数点前最多%(max)s位。",
}
COLUMNS = {
    "invalid_choice": NOT_OFFERED,
    "null": REQUIRED,
    "blank": REQUIRED,
    "unique": "已有相同的%(field_label)s。",
    "unique_for_date": "已有相同的%(field_label)s。",
}
FORMSETS = {
    "missing_management_form": NOT_READ,
    "too_many_forms": "最多%(num)d行。",
    "too_few_forms": "至少%(num)d行。",
}


def speak_plainly() -> None:
    """Give the words to Django's own fields, before any form is declared."""
    for field, words in FIELDS.items():
        field.default_error_messages = field.default_error_messages | words
    for validator, words in VALIDATORS.items():
        validator.message = words
    validators.DecimalValidator.messages = validators.DecimalValidator.messages | DIGITS
    models.Field.default_error_messages = models.Field.default_error_messages | COLUMNS
    forms.BaseFormSet.default_error_messages = forms.BaseFormSet.default_error_messages | FORMSETS
