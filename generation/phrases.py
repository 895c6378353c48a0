"""The words that film people use for a camera, in English and Chinese, as patterns.

A pattern may name the group `way`, a direction. Their order does not matter: of overlapping matches
the longest wins. `bare` patterns are everyday words as well ("a truck left", "hold"), so they count
only where a command would stand: at the start of a clause, after the camera, after a pace.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.moves import Kind

CAMERA = r"(?:camera|cam|lens|drone|gimbal|steadicam|viewpoint|pov)"
镜 = r"(?:镜头|摄像机|摄影机|相机|机位|摄像头)"

SLOW = (
    r"slow(?:ly|er)?|gent(?:le|ly)|subt(?:le|ly)|slight(?:ly)?|gradual(?:ly)?|soft(?:ly)?"
    r"|laz(?:y|ily)|leisurely|careful(?:ly)?|creeping|calm(?:ly)?"
)
FAST = (
    r"fast(?:er)?|quick(?:ly|er)?|rapid(?:ly)?|swift(?:ly)?|sudden(?:ly)?|sharp(?:ly)?"
    r"|brisk(?:ly)?|snappy|aggressive(?:ly)?|hard"
)
EVEN = r"smooth(?:ly)?|stead(?:y|ily)|cinematic(?:ally)?|dramatic(?:ally)?|continuous(?:ly)?"
VERY = r"very|extremely|super|ultra|really|ever so|incredibly|so"
慢 = r"缓缓|缓慢|慢慢|慢速|徐徐|轻轻|轻微|轻缓|微微|缓|慢"
快 = r"快速|迅速|急速|飞快|飞速|猛地|猛|急|快"
匀 = r"匀速|平稳|平滑|稳定|稳稳"
极 = r"非常|极其|极为|极|十分|特别|超级|超|很"
步 = rf"(?:(?:{极})?(?:{慢}|{快}|{匀})(?:地|的)?)"

_PACE = rf"(?:(?:{VERY})\s+)?(?:{SLOW}|{FAST}|{EVEN})"
_ADV = rf"(?:[\s,]+{_PACE})?"
_BY = r"(?:\s+(?:by\s+)?\d+(?:\.\d+)?\s*(?:°|degrees?|deg))?"
_SIDE = (
    r"(?P<way>(?:from\s+)?(?:the\s+)?(?:left\s+to\s+(?:the\s+)?right|right\s+to\s+(?:the\s+)?left)"
    r"|(?:(?:to|towards?)\s+)?(?:the\s+|(?:screen|camera|stage)[\s-]+)?(?:left|right)(?:wards?)?)"
)
_PAN = r"(?<!the )(?<!his )(?<!her )(?<!hot )(?<!frying )pan(?:s|ned|ning)?"
_END = r"(?=\s*(?:$|[,.;:!?\n]))"
_RISE = r"(?P<way>up(?:wards?)?|down(?:wards?)?)"
_IN = r"(?:in(?:to|wards?)?|forwards?|closer|towards?)\b"
_OUT = r"(?:back(?:wards?)?|out(?:wards?)?|away)\b"


def _verb(stem: str, last: str = "") -> str:
    """A verb in all its forms; `last` is the consonant that -ing and -ed double."""
    tail = f"(?:{last})?" if last else ""
    return rf"{stem}(?:s|es|{tail}ed|{tail}ing)?"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern and the move it asks for; `way` 0: as the words say, +1 where they do not."""

    pattern: re.Pattern[str]
    kind: Kind
    way: int = 0
    speed: float = 1.0
    bare: bool = False


def _en(pattern: str, kind: Kind, way: int = 0, speed: float = 1.0, bare: bool = False) -> Phrase:
    return Phrase(re.compile(rf"(?<![\w-]){pattern}(?!\w)", re.I), kind, way, speed, bare)


def _zh(pattern: str, kind: Kind, way: int = 0, speed: float = 1.0, bare: bool = False) -> Phrase:
    return Phrase(re.compile(pattern), kind, way, speed, bare)


_STEP = r"(?:mov(?:e[sd]?|ing)|creep(?:s|ing)?|eas(?:e[sd]?|ing)|glid(?:e[sd]?|ing)|inch(?:es|ing)?"
_STEP += r"|drift(?:s|ing)?|float(?:s|ing)?|fl(?:y|ies|ying)|com(?:es?|ing)|go(?:es|ing)?"
_STEP += r"|travel(?:s|ling|ing)?|track(?:s|ing)?|advanc(?:es?|ing))"
_SLIDE = r"(?:mov(?:e[sd]?|ing)|glid(?:e[sd]?|ing)|slid(?:es?|ing)|crab(?:s|bing)?|drift(?:s|ing)?"
_SLIDE += r"|travel(?:s|ling|ing)?|truck(?:s|ing)?|track(?:s|ing)?|doll(?:y|ies|ying))"
_UP = r"(?:ris(?:es?|ing)|rais(?:es?|ing)|ascend(?:s|ing)?|lift(?:s|ing)?(?:\s+up)?|climb(?:s|ing)?"
_UP += r"|soar(?:s|ing)?|mov(?:es?|ing)\s+up(?:wards?)?|float(?:s|ing)?\s+up(?:wards?)?)"
_DOWN = r"(?:descend(?:s|ing)?|lower(?:s|ing)?|drop(?:s|ping)?|sink(?:s|ing)?|fall(?:s|ing)?"
_DOWN += r"|mov(?:es?|ing)\s+down(?:wards?)?|com(?:es?|ing)\s+down)"

ENGLISH: tuple[Phrase, ...] = (
    _en(rf"{_verb('push')}{_ADV}[\s-]+{_IN}", Kind.push, 1),
    _en(rf"doll(?:y|ies|ying|ied){_ADV}[\s-]+{_IN}", Kind.push, 1),
    _en(rf"{_STEP}{_ADV}[\s-]+{_IN}", Kind.push, 1, bare=True),
    _en(r"(?:dolly|push)\s+shot", Kind.push, 1),
    _en(rf"{_verb('pull')}{_ADV}[\s-]+{_OUT}", Kind.push, -1),
    _en(rf"doll(?:y|ies|ying|ied){_ADV}[\s-]+{_OUT}", Kind.push, -1),
    _en(rf"{_STEP}{_ADV}[\s-]+{_OUT}", Kind.push, -1, bare=True),
    _en(rf"{_verb('retreat')}", Kind.push, -1, bare=True),
    _en(rf"{_verb('zoom')}{_ADV}[\s-]+(?:{_IN}|on\b|onto\b)", Kind.zoom, 1),
    _en(rf"{_verb('zoom')}{_ADV}[\s-]+{_OUT}", Kind.zoom, -1),
    _en(rf"{_verb('zoom')}(?:\s+shot)?", Kind.zoom, 1, bare=True),
    _en(r"crash[\s-]+zoom(?:s|ing)?(?:\s+in)?", Kind.zoom, 1, 3.0),
    _en(rf"{_PAN}{_ADV}{_BY}[\s-]+{_SIDE}", Kind.pan),
    _en(rf"{_PAN}{_ADV}{_BY}[\s-]+{_RISE}", Kind.tilt),
    _en(rf"{_PAN}{_ADV}\s+(?:across|along|over|around|past)", Kind.pan),
    _en(rf"{_PAN}(?:\s+shot)?", Kind.pan, bare=True),
    _en(r"panning(?:\s+shot)?", Kind.pan),
    _en(rf"turn(?:s|ing)?{_ADV}{_BY}\s+{_SIDE}", Kind.pan, bare=True),
    _en(rf"{_verb('tilt')}{_ADV}{_BY}[\s-]+{_RISE}", Kind.tilt),
    _en(rf"{_verb('tilt')}(?:\s+shot)?", Kind.tilt, bare=True),
    _en(rf"look(?:s|ing)?{_ADV}\s+{_RISE}", Kind.tilt, bare=True),
    _en(rf"{_SLIDE}{_ADV}[\s-]+(?:{_SIDE}|sideways|laterally|alongside)", Kind.truck, bare=True),
    _en(r"(?:lateral\s+)?(?:tracking|trucking|slider|follow(?:ing)?)[\s-]+shot", Kind.truck),
    _en(rf"lateral(?:ly)?\s+(?:move(?:ment)?|{_SLIDE})(?:\s+{_SIDE})?", Kind.truck),
    _en(rf"{_SIDE}[\s-]+(?:tracking|trucking)\s+shot", Kind.truck),
    _en(rf"{_verb('follow')}", Kind.truck, 1, 0.6, bare=True),
    _en(rf"(?:{_verb('crane')}|craning)[\s-]+{_RISE}", Kind.crane),
    _en(
        rf"(?:{_verb('pedestal')}|ped|{_verb('boom')}|{_verb('jib', 'b')}){_ADV}[\s-]+{_RISE}",
        Kind.crane,
    ),
    _en(r"(?:crane|jib|boom|rising)[\s-]+shot", Kind.crane, 1),
    _en(r"descending[\s-]+shot", Kind.crane, -1),
    _en(_UP, Kind.crane, 1, bare=True),
    _en(_DOWN, Kind.crane, -1, bare=True),
    _en(rf"{_verb('orbit')}(?:\s+shot)?{_ADV}(?:\s+{_SIDE})?", Kind.orbit, bare=True),
    _en(r"orbit(?:al|ing)?[\s-]+(?:shot|move(?:ment)?|camera)", Kind.orbit),
    _en(rf"(?:{_verb('arc')}){_ADV}\s+(?:{_SIDE}|around)", Kind.orbit),
    _en(r"arc\s+shot|bullet[\s-]time", Kind.orbit),
    _en(r"(?:circl(?:es?|ing)|revolv(?:es?|ing))(?:\s+around)?", Kind.orbit, bare=True),
    _en(
        rf"(?:rotat(?:es?|ing)|spin(?:s|ning)?|swing(?:s|ing)?|swirl(?:s|ing)?|wrap(?:s|ping)?"
        rf"|mov(?:es?|ing)|travel(?:s|ling)?|go(?:es|ing)?|fl(?:y|ies|ying)){_ADV}\s+(?:a)?round",
        Kind.orbit,
        bare=True,
    ),
    _en(
        r"360(?:\s*°|[\s-]*degrees?)(?:\s+(?:shot|rotation|spin|orbit|turn|pan|around))*",
        Kind.orbit,
    ),
    _en(r"(?:dolly[\s-]?zoom|zolly|contra[\s-]?zoom)(?:\s+(?:in|out))?", Kind.dolly_zoom),
    _en(r"vertigo[\s-]+(?:effect|shot|zoom)", Kind.dolly_zoom, 1),
    _en(r"(?:hitchcock|trombone)[\s-]+(?:zoom|shot|effect)", Kind.dolly_zoom, 1),
    _en(
        rf"{_verb('roll')}{_ADV}{_BY}\s+(?P<way>(?:counter|anti)[\s-]?clockwise|clockwise)",
        Kind.roll,
    ),
    _en(rf"{_verb('roll')}{_ADV}{_BY}\s+{_SIDE}", Kind.roll, bare=True),
    _en(
        r"rotat(?:es?|ing)\s+(?P<way>(?:counter|anti)[\s-]?clockwise|clockwise)",
        Kind.roll,
        bare=True,
    ),
    _en(rf"tilt(?:s|ing)?{_ADV}\s+{_SIDE}", Kind.roll, bare=True),
    _en(r"barrel[\s-]+roll", Kind.roll, 1, 2.5),
    _en(rf"(?:whip|swish)[\s-]?pan(?:s|ning)?(?:\s+{_SIDE})?", Kind.whip),
    _en(rf"{_verb('whip', 'p')}\s+{_SIDE}", Kind.whip),
    _en(r"hand[\s-]?held(?:\s+(?:camera|shot|feel|look|style|footage))?", Kind.handheld),
    _en(
        r"(?:shaky|shaking|wobbly|jittery)[\s-]*(?:cam(?:era)?|shot|footage)", Kind.handheld, 1, 1.7
    ),
    _en(r"(?:camera|lens)[\s-]+(?:shakes?|shaking|wobbles?|sways?)", Kind.handheld, 1, 1.4),
    _en(rf"(?:static|locked|fixed|stationary|motionless|holds?){_END}", Kind.static, bare=True),
    _en(r"holds?\s+(?:still|steady|there|the\s+(?:frame|shot))", Kind.static, bare=True),
    _en(
        r"(?:static|locked(?:[\s-]?(?:off|down))?|fixed|still|stationary|motionless|unmoving)"
        r"[\s-]+(?:camera|shot|frame|framing|tripod|cam)",
        Kind.static,
    ),
    _en(
        r"camera\s+(?:(?:is|stays|remains|holds|keeps|sits)\s+)?(?:completely\s+|perfectly\s+)?"
        r"(?:static|still|fixed|locked(?:[\s-]?(?:off|down))?|stationary|motionless)",
        Kind.static,
    ),
    _en(r"locked[\s-](?:off|down)|(?:on\s+)?(?:a\s+)?tripod(?:\s+shot)?", Kind.static),
    _en(r"camera\s+(?:does\s+not|doesn['’]?t|never)\s+move[sd]?", Kind.static),
)

_尾 = (
    r"(?=\s*(?:$|[，。、,.;；:：!！?？)）\]】\n]|镜头|拍摄|摄影|摄像|运镜|然后|接着|随后|再|最后))"
)
_左右 = r"(?P<way>从?左(?:向|到|往|至)右|从?右(?:向|到|往|至)左|(?:向|往|朝)?[左右])"
_上下 = r"(?P<way>(?:向|往|朝)?[上下])"

CHINESE: tuple[Phrase, ...] = (
    _zh(r"(?:向前|往前)?推(?:近|入|镜头?|轨)|推进(?!器|剂|力|系统|舱)|前推", Kind.push, 1),
    _zh(rf"(?:{步})推(?:近|进|向(?!前)|到|至|{_尾})", Kind.push, 1),
    _zh(rf"{镜}{步}?(?:向前|往前|朝前)?推(?:近|进)?(?!远|出|开|拉)", Kind.push, 1),
    _zh(rf"{镜}{步}?(?:向|往|朝)(?:前|.{{1,8}}?)(?:推近?|移近|靠近|逼近)", Kind.push, 1),
    _zh(rf"{镜}{步}?(?:靠近|逼近|贴近|前移|前进|向前(?:移动)?|往前(?:移动)?)", Kind.push, 1),
    _zh(rf"推{_尾}", Kind.push, 1, bare=True),
    _zh(r"拉远|推远|移远|(?:向后|往后|后)拉|拉镜头?|拉出(?=镜头|全景|远景)", Kind.push, -1),
    _zh(rf"(?:{步})(?:[拉推移]远|拉(?:出?{_尾}|出(?=全景|远景)))", Kind.push, -1),
    _zh(
        rf"{镜}{步}?(?:向后|往后)?(?:拉(?!近|升)(?:开|远|出|回)?|后退|退后|后移|远离|退远)",
        Kind.push,
        -1,
    ),
    _zh(rf"拉{_尾}", Kind.push, -1, bare=True),
    _zh(rf"变焦{步}?(?:推近|拉近|推进|放大|推)|(?:推|拉)近变焦|拉近", Kind.zoom, 1),
    _zh(rf"变焦{步}?(?:拉远|拉开|缩小|拉出|拉)|拉远变焦", Kind.zoom, -1),
    _zh(rf"{镜}{步}?(?:放大|变焦)|变焦(?:镜头)?", Kind.zoom, 1),
    _zh(rf"{镜}{步}?缩小", Kind.zoom, -1),
    _zh(rf"{_左右}{步}?摇(?!摆|晃|头|曳|滚|篮|椅)(?:镜头?|摄|移)?", Kind.pan),
    _zh(rf"{步}?摇(?:镜头?|摄|移)?{步}?(?:拍)?(?:向|到|往|至|朝)?{_左右}(?:侧|边)?", Kind.pan),
    _zh(r"横摇|摇(?:镜头?|摄|拍|移)", Kind.pan),
    _zh(rf"(?:{步})摇(?!摆|晃|头|曳|滚|篮|椅)", Kind.pan),
    _zh(rf"{镜}{步}?摇(?!摆|晃|动|头|臂)(?:向|到|往)?", Kind.pan),
    _zh(rf"{镜}{步}?{_左右}(?:边|侧)?{步}?(?:转|旋转|转动)", Kind.pan),
    _zh(rf"摇(?:{_尾}|(?=\s*(?:\d|[一二三四五六七八九十]+度)))", Kind.pan, bare=True),
    _zh(rf"{_上下}{步}?摇(?!摆|晃|头)(?:镜头?|摄|移)?", Kind.tilt),
    _zh(
        rf"{步}?摇(?:镜头?|摄|移)?{步}?(?:向|到|往|至|朝){_上下}|摇(?:镜)?(?P<up>[上下])", Kind.tilt
    ),
    _zh(r"(?:镜头)?上仰|仰摇|(?:纵|竖)摇|俯仰", Kind.tilt, 1),
    _zh(r"(?:镜头)?下俯|俯摇", Kind.tilt, -1),
    _zh(rf"{镜}{步}?(?:向上)?(?:抬起|抬头|仰起|上抬|上扬|扬起)", Kind.tilt, 1),
    _zh(rf"{镜}{步}?(?:向下)?(?:压低|低下|俯下|下压|垂下)", Kind.tilt, -1),
    _zh(rf"(?:{镜}{步}?|水平|横向){_左右}(?:侧|边)?{步}?(?:平移|横移|移动|移|滑动|滑)", Kind.truck),
    _zh(rf"{_左右}(?:侧|边)?{步}?(?:平移|横移|移镜头?|移(?!动|开|民|位|植))", Kind.truck),
    _zh(rf"(?:横移|平移|侧移)(?:镜头?)?{步}?(?:(?:向|到|往|朝){_左右})?", Kind.truck),
    _zh(r"移镜头?|移动镜头|滑轨(?:镜头|拍摄)?|横向移动|水平移动", Kind.truck),
    _zh(r"跟(?:拍|移|镜头?)|跟随(?:镜头|拍摄)|镜头跟(?:随|着)?", Kind.truck, 1, 0.6),
    _zh(rf"移{_尾}", Kind.truck, bare=True),
    _zh(
        rf"{镜}{步}?(?:向上)?(?:上升|升起|升高|抬升|拉升|爬升|上移|升)|上升镜头|(?:{步})?升镜头?",
        Kind.crane,
        1,
    ),
    _zh(
        rf"{镜}{步}?(?:向下)?(?:下降|降下|降落|降低|下沉|下移|降)|下降镜头|(?:{步})?降镜头?",
        Kind.crane,
        -1,
    ),
    _zh(rf"升降(?:镜头)?|摇臂{步}?(?:上升|升起|升)?(?:镜头)?", Kind.crane, 1),
    _zh(rf"摇臂{步}?(?:下降|降下|降)", Kind.crane, -1),
    _zh(rf"(?:{步})?(?:向上)?(?:上升|升起?){_尾}", Kind.crane, 1, bare=True),
    _zh(rf"(?:{步})?(?:向下)?(?:下降|降下?){_尾}", Kind.crane, -1, bare=True),
    _zh(rf"{镜}{步}?(?:{_左右}|(?P<turn>[顺逆]时针))?(?:侧|边)?(?:环绕|绕)", Kind.orbit),
    _zh(rf"(?:{_左右})?环绕(?:镜头|拍摄|运镜|主体|一周|人物)", Kind.orbit),
    _zh(rf"{步}?(?:{_左右}(?:侧|边)?{步}?)?环绕着?", Kind.orbit, bare=True),
    _zh(rf"{步}?{_左右}(?:侧|边)?{步}?绕(?!过|开|行|道)", Kind.orbit, bare=True),
    _zh(
        rf"(?:{镜}{步}?)?(?:围绕|绕着?).{{0,10}}?(?:旋转|拍摄|环绕|转动|移动|一[周圈])", Kind.orbit
    ),
    _zh(r"(?:360|三百六十)\s*(?:°|度)(?:环绕|旋转|拍摄|镜头)*", Kind.orbit),
    _zh(r"弧形(?:运镜|移动|镜头|轨道)|旋转(?:拍摄|镜头)|子弹时间", Kind.orbit),
    _zh(
        r"希区柯克式?(?:变焦|镜头)?|滑动变焦|眩晕(?:变焦|镜头|效果)|(?:推轨|移动|推拉)变焦",
        Kind.dolly_zoom,
        1,
    ),
    _zh(rf"(?:{镜}{步}?)?(?P<way>[顺逆]时针)(?:方向)?(?:旋转|滚转|转动|转)", Kind.roll),
    _zh(rf"横滚|滚转|{镜}{步}?(?:翻滚|旋转|翻转)", Kind.roll),
    _zh(
        rf"(?:快速|急速)?甩(?:镜头?|摇)(?:向|到|往|至)?(?:{_左右})?|(?P<side>(?:向|往)?[左右])(?:快速|急)?甩",
        Kind.whip,
    ),
    _zh(rf"{镜}(?:{步}|突然)?(?:{_左右})?甩(?:向|到)?(?P<side>[左右])?|急摇|快甩", Kind.whip),
    _zh(rf"甩{_尾}|甩(?:向|到|至)(?P<way>[左右])", Kind.whip, bare=True),
    _zh(rf"手持(?:镜头|拍摄|摄影|摄像|运镜|感|风格|晃动|跟拍|机)+|手持{_尾}", Kind.handheld),
    _zh(
        rf"{镜}(?:轻微|微微|略微)?(?:晃动|抖动|摇晃|震动|颤动)|呼吸感|晃动(?:镜头|感|的镜头)",
        Kind.handheld,
    ),
    _zh(
        r"(?:固定|静止|静态|锁定)的?(?:镜头|机位|拍摄|画面|构图)|定(?:镜头?|机位)|三脚架",
        Kind.static,
    ),
    _zh(
        rf"(?:{镜}|画面)(?:始终|一直|保持|完全|全程)*(?:固定|静止|不动|不移动|锁定|定住)(?:不动)?",
        Kind.static,
    ),
    _zh(r"(?:无|没有|不要|不需要|不用?)(?:任何)?(?:运镜|镜头(?:运动|移动)|机位移动)", Kind.static),
    _zh(rf"(?:固定|静止)(?:不动)?{_尾}", Kind.static, bare=True),
)

_ENGLISH_SIZES: tuple[tuple[str, str], ...] = (
    (
        r"extreme\s+close[\s-]?ups?|big\s+close[\s-]?ups?|macro(?:\s+shot)?|(?-i:ECU|XCU|BCU)",
        "extreme close-up",
    ),
    (r"close[\s-]?ups?|close\s+shot|tight\s+shot|(?-i:CU)", "close-up"),
    (
        r"medium\s+close[\s-]?ups?|(?:head\s+and\s+shoulders|bust)\s+shot|(?-i:MCU)",
        "medium close-up",
    ),
    (r"(?:medium|mid|waist)[\s-]?shot|cowboy\s+shot|(?-i:MS)", "medium"),
    (
        r"full(?:[\s-]body)?[\s-]?shot|medium[\s-](?:wide|full|long)(?:\s+shot)?|(?-i:FS|MWS|MLS)",
        "full",
    ),
    (
        r"wide(?:[\s-]angle)?[\s-]?(?:shot|view)|long\s+shot|wide(?=\s*(?:$|[,.;·:]))|(?-i:WS|LS)",
        "wide",
    ),
    (
        r"extreme(?:ly)?\s+(?:wide|long)(?:\s+shot)?|establishing\s+shot|(?-i:EWS|ELS)"
        r"|very\s+wide(?:\s+shot)?|aerial\s+(?:shot|view)",
        "extreme wide",
    ),
)
_CHINESE_SIZES: tuple[tuple[str, str], ...] = (
    (r"大特写|极特写|极近特写|微距(?:镜头)?", "extreme close-up"),
    (r"特写(?:镜头)?", "close-up"),
    (r"中近景|近景(?:镜头)?|半身近景", "medium close-up"),
    (r"中景(?:镜头)?|半身(?:镜头|景)", "medium"),
    (r"全身(?:镜头|景)?|中全景|小全景", "full"),
    (r"全景(?:镜头)?|远景(?:镜头)?|广角(?:镜头)?", "wide"),
    (r"大远景|大全景|极远景|航拍(?:镜头)?", "extreme wide"),
)
_ANGLES: tuple[tuple[str, str], ...] = (
    (r"(?<!\w)(?:low[\s-]angle(?:\s+shot)?|worm['’]?s[\s-]eye(?:\s+view)?)(?!\w)", "low"),
    (r"(?<!\w)(?:high[\s-]angle(?:\s+shot)?)(?!\w)", "high"),
    (
        r"(?<!\w)(?:overhead|top[\s-]down|bird['’]?s[\s-]eye(?:\s+view)?|god['’]?s\s+eye)(?:\s+(?:shot|view))?(?!\w)",
        "overhead",
    ),
    (r"(?<!\w)(?:dutch|canted)[\s-]+(?:angle|tilt|shot|roll)(?!\w)", "dutch"),
    (r"仰拍|仰视|低角度|低机位", "low"),
    (r"俯拍|俯视(?:镜头)?|高角度|高机位", "high"),
    (r"顶拍|正上方|鸟瞰|上帝视角", "overhead"),
    (r"荷兰角|倾斜(?:镜头|构图|角度)|斜角镜头", "dutch"),
)

SIZE_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", re.I), size)
    for pattern, size in _ENGLISH_SIZES
) + tuple((re.compile(pattern), size) for pattern, size in _CHINESE_SIZES)
ANGLE_PATTERNS = tuple((re.compile(pattern, re.I), angle) for pattern, angle in _ANGLES)

THEN = re.compile(
    r"(?<!\w)(?:and\s+then|then|followed\s+by|before|after\s+that|afterwards?|finally|next"
    r"|ending\s+(?:with|on|in)|ends\s+(?:with|on|in))(?!\w)|→|[-=]>"
    r"|然后|接着|之后|随后|最后|继而|紧接着|接下来|再(?!次|见|度)",
    re.I,
)
NOT = re.compile(
    r"(?<!\w)(?:no|not|without|never|don['’]?t|doesn['’]?t|do\s+not|does\s+not|avoid|nor"
    r"|instead\s+of|rather\s+than)(?!\w)|不要|没有|不需要|不用|而不是|并非|避免|禁止|切勿|请勿|无需|不(?!断|停|同|仅|只|久|远|由|时|得不|过|禁)"
    r"|无(?!限|数|声|尽|人机)|别(?!人|墅|样)|勿",
    re.I,
)
MOVEMENT = re.compile(
    r"(?<!\w)camera[\s-]*(?:movements?|motion|moves?|moving)(?!\w)|(?<!\w)(?:movement|motion)\s+of\s+the\s+camera(?!\w)",
    re.I,
)
BREAK = re.compile(r"[,;.:!?\n，。、；：！？|/()（）\[\]【】\"“”]|\s[-–—·]\s")
PACE = re.compile(
    rf"(?<![\w-])(?:(?P<very>{VERY})[\s-]+)?(?:(?P<slow>{SLOW})|(?P<fast>{FAST}))(?![\w-]|\s*(?:motion|mo\b|forward|paced))"
    rf"|(?P<极>{极})?(?:(?P<慢>{慢})(?!动作|镜头|性)|(?P<快>{快})(?!门|乐|餐|递|要|忙))",
    re.I,
)
NUMBER = re.compile(
    r"(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十半]+)\s*"
    r"(?P<unit>°|degrees?(?!\w)|deg(?!\w)|度|x(?!\w)|×|倍|times(?!\w)|%|percent(?!\w)|％"
    r"|s(?:ec(?:onds?)?)?(?!\w)|秒)",
    re.I,
)
BEFORE_COMMAND = re.compile(
    rf"^\s*(?:(?:and|then|while|as|with|by|plus|also|or|同时|并且|并|且|和|以及|地)\s*)*"
    rf"(?:(?:the\s+)?(?:{CAMERA}|shot|frame|view|we|it|{镜}|画面)\s*"
    rf"(?:(?:is|starts?|begins?|to|then|also|keeps?|continues?|will|should|would|lets?|can|开始|逐渐|同时)\s*)*)?"
    rf"(?:(?:a|an|the)\s+)?(?:(?:{_PACE}|{步}|\d+(?:\.\d+)?\s*(?:x|×|%|°|degrees?)?)\s*)*$",
    re.I,
)
"""What may stand between the last break and an everyday word for that word to be a command."""
NOUN_AHEAD = re.compile(r"(?<!\w)(?:a|an|the)\s+$", re.I)
SUBJECT_AHEAD = re.compile(
    r"(?<!\w)(?:he|she|they|who|i|you|his|her|their|my|your|him|them|people|everyone|someone)"
    rf"(?:\s+(?:is|are|was|were|then))?(?:\s+(?:{_PACE}))*\s+$",
    re.I,
)
