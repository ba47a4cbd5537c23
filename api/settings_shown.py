"""What this server was told by its environment, in words, without secrets: for administrators."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from pydantic import SecretStr

from api.schemas import upkeep as shapes
from api.settings import Settings

_PASSWORD: Final = re.compile(r"(?<=:)[^:@/]+(?=@)")
_PREFIX: Final = "GUICHENG_"
_SECRET: Final = frozenset({"files_key"})
"""Secret though they are plain texts to the settings."""


class _Said(NamedTuple):
    group: str
    zh: str
    en: str


_SETTINGS: Final = {
    "database_url": _Said("storage", "数据库", "Database"),
    "files_folder": _Said("storage", "附件文件夹", "Folder of uploads"),
    "files_url": _Said("storage", "附件的对象存储", "Object store of uploads"),
    "files_region": _Said("storage", "对象存储的区域", "Its region"),
    "files_key": _Said("storage", "对象存储的密钥编号", "Its key id"),
    "files_secret": _Said("storage", "对象存储的密钥", "Its secret"),
    "public_url": _Said("doors", "访问地址", "Address that people use"),
    "secure_cookies": _Said("doors", "只在 HTTPS 上登录", "Cookies over HTTPS only"),
    "second_factor": _Said("doors", "要求两步登录的人", "Of whom a second factor is required"),
    "password_list": _Said("doors", "不许用的密码名单", "List of refused passwords"),
    "access_log_days": _Said("doors", "登录日志保留天数", "Days the login log is kept"),
    "system_token": _Said("doors", "外部系统令牌", "Token of other systems"),
    "oidc_issuer": _Said("doors", "统一身份提供方", "Identity provider"),
    "oidc_client_id": _Said("doors", "在提供方的编号", "Our id there"),
    "oidc_client_secret": _Said("doors", "在提供方的密钥", "Our secret there"),
    "oidc_login_claim": _Said("doors", "哪一项是登录名", "Claim with the login"),
    "oidc_groups_claim": _Said("doors", "哪一项是组", "Claim with the groups"),
    "oidc_roles": _Said("doors", "提供方的组给的角色", "Roles by its groups"),
    "oidc_unknown": _Said("doors", "组织里没有的人", "People unknown here"),
    "notification_channels": _Said("messages", "通知渠道", "Channels"),
    "notification_lease_seconds": _Said("messages", "一轮发送最多秒数", "Seconds of a round"),
    "stream_seconds": _Said("messages", "一次实时连接的秒数", "Seconds of a live connection"),
    "worker": _Said("running", "在本进程做后台工作", "Worker in this process"),
    "interpreter": _Said("running", "解释器", "Interpreter"),
    "max_calls": _Said("running", "调用活动最多几层", "Depth of calls"),
    "max_steps": _Said("running", "连续自动步骤最多几步", "Automatic steps in a row"),
    "max_body_bytes": _Said("running", "一次请求最多字节", "Bytes of a request"),
    "max_file_bytes": _Said("running", "一个附件最多字节", "Bytes of an upload"),
    "file_types": _Said("running", "可上传的类型", "Types that may be uploaded"),
    "quick_passwords": _Said("running", "简化密码（仅测试）", "Cheap passwords (tests only)"),
    "test_clock": _Said("running", "手动时钟（仅测试）", "Clock moved by hand (tests only)"),
}


def settings_of(settings: Settings) -> list[shapes.SettingShown]:
    """Each setting with the variable that changes it; of secrets only whether they are set."""
    return [_shown(settings, name, said) for name, said in _SETTINGS.items()]


def _shown(settings: Settings, name: str, said: _Said) -> shapes.SettingShown:
    value, usual = getattr(settings, name), type(settings).model_fields[name].default
    secret = name in _SECRET or isinstance(usual, SecretStr) or name == "system_token"
    given = value.get_secret_value() if isinstance(value, SecretStr) else value
    return shapes.SettingShown(
        group=said.group,
        variable=_PREFIX + name.upper(),
        zh=said.zh,
        en=said.en,
        secret=secret,
        is_set=bool(given) if secret else value != usual,
        value="" if secret else _text(given),
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "; ".join(f"{group}: {', '.join(roles)}" for group, roles in value.items())
    return "" if value is None else _PASSWORD.sub("…", str(value))
