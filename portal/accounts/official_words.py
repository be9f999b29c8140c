"""What nicknames must not look like, so that nobody passes for the city: words anywhere in one, whole names, and what only seems to."""

OFFICIAL_WORDS = [
    "공식", "관리자", "운영자", "운영진", "운영팀", "관리팀", "중재자", "중재팀", "담당자", "답변자", "주무관", "사무관", "시청직원", "시장실",
    "비서실", "민원실", "대변인실", "市廳", "公式", "管理者", "運營者", "担当者", "擔當者",
    "admin", "official", "moderator", "operator", "city hall", "city council", "city staff", "civil servant", "city officer",
    "officer in charge", "mayor of", "deputy mayor",
]  # fmt: skip
OFFICIAL_NAMES = [
    "시", "시장", "시장님", "부시장", "구청장", "시청", "구청", "시의회", "의회", "시의원", "공무원", "대변인", "안내", "운영진", "관리",
    "시스템", "市長", "mayor", "the mayor", "vice mayor", "staff", "system", "support", "helpdesk", "webmaster", "root", "manager",
    "officer", "organiser", "organizer", "helper", "city", "the city", "council",
]  # fmt: skip
HARMLESS_WORDS = ["시민", "badminton", "unofficial", "비공식"]
