"""Every setting, read once in main or cli and handed down; no module imports a global."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parents[2]


class Settings(BaseSettings):
    """Environment variables named SHORTLIST_HOME, SHORTLIST_DATABASE_URL and so on."""

    model_config = SettingsConfigDict(env_prefix="SHORTLIST_", frozen=True)

    home: Path = Field(Path("~/.local/share/shortlist"), description="where data and files live")
    database_url: str = Field("", description="empty: SQLite in home; else postgresql://...")
    public_url: str = Field("http://127.0.0.1:8000", description="the address people type")
    trusted_hosts: str = Field("", description="further host names, comma-separated")
    language: str = Field("en", description="what a newcomer sees first: en or zh")
    demo: bool = Field(default=False, description="one-click persons; set by serve --demo only")
    max_upload_mb: int = Field(25, ge=1, description="largest photo or file")
    idle_minutes: int = Field(30, ge=1, description="sign-in ends after so long without a click")
    session_hours: int = Field(12, ge=1, description="sign-in ends after so long in any case")
    report_seconds: int = Field(300, ge=10, description="a report may draw for so long")
    report_memory_mb: int = Field(1024, ge=256, description="and use so much memory")
    smtp_url: SecretStr = Field(
        SecretStr(""), description="empty: letters stay in the outbox; else smtp://user:pw@host:587"
    )
    mail_from: str = Field("", description="from whom letters come: Shortlist <name@example.com>")

    @property
    def data(self) -> Path:
        return self.home.expanduser() / "demo" if self.demo else self.home.expanduser()

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'shortlist.db'}"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")
