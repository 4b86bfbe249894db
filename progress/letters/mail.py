"""邮件: by the server that the settings name."""

from contextlib import suppress
from smtplib import (
    SMTPAuthenticationError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from ssl import SSLCertVerificationError

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from progress.letters.channel import NotSent
from projects.models import User


class Mail:
    """A connection to the mail server, opened once for many letters."""

    def is_set(self) -> bool:
        """Whether a server is named."""
        return bool(settings.EMAIL_HOST)

    def reaches(self, person: User) -> bool:
        """Whether the person has an address."""
        return bool(self.is_set() and person.email)

    def open(self) -> None:
        """Connect; NotSent where the server does not answer, or not for us."""
        self.server = get_connection()
        try:
            self.server.open()
        except OSError as error:
            self.close()
            raise NotSent(_reason(error)) from error
        except UnicodeError as error:  # smtplib's, of letters that no password of a mail server may have
            self.close()
            raise NotSent("邮件服务器的用户名或密码写法有误") from error

    def send(self, person: User, title: str, text: str) -> None:
        """One mail; NotSent where the server does not take it or the address is none."""
        try:
            EmailMessage(title, text, to=[person.email], connection=self.server).send()
        except (OSError, ValueError) as error:
            raise NotSent(_reason(error)) from error

    def close(self) -> None:
        """Hang up; a connection that broke meanwhile is closed too."""
        with suppress(OSError):
            self.server.close()


def _reason(error: OSError | ValueError) -> str:
    """Why a mail did not go out, without the address that servers like to repeat."""
    if isinstance(error, SSLCertVerificationError):  # a ValueError too
        return "邮件服务器的证书不可信"
    if isinstance(error, ValueError):
        return "收件地址写法有误"
    if isinstance(error, SMTPNotSupportedError):
        return "邮件服务器不支持所设的加密或登录方式"
    if isinstance(error, SMTPRecipientsRefused):
        return "邮件服务器不接受收件地址"
    if isinstance(error, SMTPAuthenticationError):
        return "邮件服务器不接受用户名或密码"
    if isinstance(error, SMTPResponseException):
        return f"邮件服务器答复 {error.smtp_code}"
    return "邮件服务器连接不上"
