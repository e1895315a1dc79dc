# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house, each a function from a tree of files to a list of complaints.

A tree is a dict from path to text. A complaint is one line that names file and line. Every rule here is proved
able to fail by RulesTest.py, which plants a violation of it.
"""
import re

# What each folder may use besides itself. Links point one way only: up this table.
BASE = ["core/base"]
CORE = BASE + ["core/cases", "core/secrets", "core/journal", "core/directory", "core/sql", "core/storage"]
LAYERS = {
    "core/base": [],
    "core/cases": BASE,
    "core/secrets": BASE,
    "core/journal": BASE + ["core/secrets"],
    "core/sql": BASE,
    "core/matching": BASE,
    "core/directory": BASE + ["core/cases", "core/secrets"],
    "core/storage": CORE,
    "core/reports": CORE,
    "forms/expression": BASE,
    "forms/definition": BASE + ["forms/expression"],
    "forms/authoring": BASE + ["forms/expression", "forms/definition"],
    "forms/engine": BASE + ["forms/expression", "forms/definition"],
    "forms/widgets": BASE + ["forms/definition", "forms/engine"],
    "sync/wire": BASE + ["core/cases", "core/secrets", "core/journal"],
    "sync/client": CORE + ["sync/wire"],
    "sync/hub": BASE + ["core/cases", "core/secrets", "core/journal", "core/directory", "core/sql", "sync/wire"],
    "app/station": CORE + ["core/matching", "forms/definition", "forms/engine", "sync/wire", "sync/client",
                          "core/reports"],
}
STATION = LAYERS["app/station"] + ["app/station"]
LAYERS["app/ctl"] = STATION + ["forms/expression", "forms/authoring"]
LAYERS["app/desktop"] = STATION + ["forms/widgets"]
LAYERS["app/look"] = ["core/base", "core/cases", "core/secrets", "core/journal", "core/directory",
                      "sync/wire"]  # reads what nobody trusts, and holds nothing
LAYERS["app/hub"] = LAYERS["sync/hub"] + ["sync/hub"]

# Libraries that stay where they are, by the include that brings them in.
WIDGETS = re.compile(
    r"#include <(QtWidgets/)?Q(Widget|Application|Dialog\w*|MessageBox|MainWindow|Action|Menu\w*|Label|LineEdit|PushButton"
    r"|(Tree|List|Table|Column|Graphics|AbstractItem)View|\w*Layout|ComboBox|CheckBox|Style\w*|ScrollArea|Tool\w+|Frame|Splitter|PlainTextEdit|TextEdit)\b")
LIBRARIES = [
    ("Qt Widgets", WIDGETS, ("forms/widgets/", "app/desktop/", "tests/")),
    ("Boost", re.compile(r"#include <boost/"), ("sync/hub/", "app/hub/", "tests/sync/hub/")),
    ("SQLite", re.compile(r"#include <(sqlcipher/)?sqlite3\.h>"), ("core/sql/", "tests/core/sql/", "tests/simulation/")),
    ("libpq", re.compile(r"#include <(postgresql/)?libpq"), ("sync/hub/", "tests/sync/hub/")),
    ("Qt Sql", re.compile(r"#include <(QtSql/)?QSql"), ("core/sql/", "tests/core/sql/")),
    ("OpenSSL", re.compile(r"#include <openssl/"), ("core/sql/", "sync/hub/", "app/hub/", "tests/sync/")),
    ("jemalloc", re.compile(r"#include <jemalloc/"), ("core/base/", "tests/core/base/")),
    ("zstd", re.compile(r"#include <z(std|dict)\.h>"), ("core/base/", "sync/wire/", "tests/")),
    ("libsodium", re.compile(r"#include <sodium"), ("core/base/Blake2b.cpp", "core/secrets/", "tests/core/secrets/", "tests/interop/", "tests/simulation/")),
    ("minizip", re.compile(r"#include <minizip/"), ("forms/authoring/", "tests/forms/authoring/")),
    ("Pango and Cairo", re.compile(r"#include <((pango|cairo)/|hb\b)"), ("core/reports/", "tests/core/reports/")),
    ("QtKeychain", re.compile(r"#include <qt6keychain/"), ("core/secrets/", "tests/core/secrets/")),
]

TOP_FOLDERS = {".ci", "app", "core", "forms", "packaging", "resources", "sync", "tests", "translations"}
TOP_FILES = {".clang-format", ".clang-tidy", ".gitignore", "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json",
             "CONTRIBUTING.md", "LICENSE", "README.md"}
MAX_FILE_LINES = 400
MAX_TEST_LINES = 600  # tables of rows
MAX_FUNCTION_LINES = 60
MAX_TABLE_LINES = 100  # the rows of a test: a function …_data()


def is_cpp(path):
    return path.endswith((".cpp", ".h"))


def is_product(path):
    return is_cpp(path) and not path.startswith("tests/")


def hits(tree, wanted, pattern, why, allowed=()):
    """A complaint for each line of the wanted files that matches, but for files that begin with an allowed prefix."""
    found = []
    for path, text in tree.items():
        if not wanted(path) or path.startswith(tuple(allowed)):
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if match := pattern.search(line):
                found.append(f"{path}:{number}: {why}: {match.group(0).strip()}")
    return found


def folder_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else None


def uses(tree):
    """Pairs (file:line, folder, used folder) of includes and of links between targets."""
    for path, text in tree.items():
        folder = folder_of(path)
        if not folder or path.startswith("tests/"):
            continue
        if is_cpp(path):
            for number, line in enumerate(text.split("\n"), 1):
                if match := re.match(r'\s*#\s*include\s+"((?:core|forms|sync|app|tests)/[\w-]+)/?', line):
                    yield f"{path}:{number}", folder, match.group(1)
        elif path.endswith("CMakeLists.txt"):
            for match in re.finditer(r"\b(core|forms|sync|app)_(?!translations\b)([a-z]+)\b", re.sub(r"#.*", "", text)):
                yield path, folder, f"{match.group(1)}/{match.group(2)}"


def layers_hold(tree):
    found = []
    for where, folder, used in uses(tree):
        if folder not in LAYERS:
            if folder not in ("forms/tip-case",) and not folder.startswith(("resources/", "packaging/", "translations/")):
                found.append(f"{where}: the folder {folder} is in no layer (see tests/house/rules.py)")
        elif used != folder and used not in LAYERS[folder]:
            found.append(f"{where}: {folder} may not use {used}")
    return found


def layers_have_no_circle(_tree):
    found = []
    for folder, allowed in LAYERS.items():
        found += [f"{folder} and {other} may use each other" for other in allowed
                  if other != folder and folder in LAYERS.get(other, [])]
    return found


def libraries_stay_in_their_folders(tree):
    return [hit for name, pattern, places in LIBRARIES
            for hit in hits(tree, is_cpp, pattern, f"{name} is used only in {', '.join(places)}", places)]


def licence_lines(tree):
    """An SPDX line within the first three lines of whatever is a program."""
    def has_code(path):
        return (path.endswith((".cpp", ".h", ".py", ".sh", ".cmake", "CMakeLists.txt"))
                or path in (".ci/run", "packaging/run", "packaging/test"))
    return [f"{path}:1: the SPDX line is missing" for path, text in tree.items()
            if has_code(path) and "SPDX-License-Identifier: GPL-3.0-or-later" not in "\n".join(text.split("\n")[:3])]


def sec_02_chance_only_from_sodium(tree):
    """SEC-02: no other chance, and no wall clock, in core/secrets and sync/wire."""
    pattern = re.compile(r"\b(s?rand(_r)?|srandom|[dlm]rand48|gettimeofday|clock_gettime|time)\s*\("
                         r"|(?<![:\w])random\s*\(\s*\)|QRandomGenerator|QUuid::createUuid|std::(mt19937|minstd|random_device|default_random)"
                         r"|system_clock|currentMSecsSinceEpoch|currentDateTime|currentSecsSinceEpoch|RAND_bytes")
    return hits(tree, lambda path: is_cpp(path) and path.startswith(("core/secrets/", "sync/wire/")), pattern,
                "SEC-02: chance comes from SodiumRandom and time from a Clock")


def chance_and_time_are_handed_in(tree):
    """Elsewhere in the product too, but for the two classes that hand them in."""
    pattern = re.compile(r"QRandomGenerator|QUuid::createUuid|std::(mt19937|random_device)|\bs?rand\s*\(|system_clock"
                         r"|currentMSecsSinceEpoch|currentDateTime|QDate::currentDate|QTime::currentTime")
    return hits(tree, is_product, pattern, "time and chance are handed in", ("core/base/Clock.cpp",))


def no_slot_stands_under_a_condition(tree):
    """moc reads a test without its includes: a function of the test under an #if may be left out without a word."""
    pattern = re.compile(r"^#\s*(?:if|ifdef|ifndef|elif|else)\b[^\n]*\n(?:\s*//[^\n]*\n|[ \t]*\n)* {4}(?:void|class|struct)\b", re.M)
    return [f"{path}:{text.count(chr(10), 0, match.start()) + 1}: a function of a test stands under no condition"
            for path, text in tree.items() if path.startswith("tests/") and path.endswith("Test.cpp")
            for match in pattern.finditer(text)]


def sec_18_keychain_never_falls_back(tree):
    """SEC-18: the substitute for a keychain is a file of ours, named as weaker; QtKeychain's own fallback is never asked for."""
    return hits(tree, is_cpp, re.compile(r"setInsecureFallback"), "SEC-18: a keychain never writes plain files")


def sec_24_one_sqlite(tree):
    """SEC-24: Qt's own SQLite plugin would write the store in the clear."""
    return hits(tree, is_product, re.compile(r'"QSQLITE\w*"|QSqlDatabase::addDatabase\(\s*u?"'),
                "SEC-24: databases are opened by core/sql only", ("core/sql/",))


def sec_97_logs_take_no_text(tree):
    """SEC-97: a log line is a LogLine, which has no way to take free text. What speaks of a form or a program, and of no case, stands here by name."""
    pattern = re.compile(r"\bq(Debug|Info|Warning|Critical)\s*\(|\bqC(Debug|Info|Warning|Critical)\s*\("
                         r"|std::c(err|log)\b|\bfprintf\s*\(\s*stderr|\bsyslog\s*\(")
    return hits(tree, is_product, pattern, "SEC-97: logs are written by LogLine",
                ("core/base/Log.cpp", "forms/definition/OfficialForm.cpp"))


def sec_93_no_temporary_files(tree):
    """SEC-93: nothing with content lies in a temporary folder. Product code that may stands here by name: none."""
    pattern = re.compile(r"QTemporary(File|Dir)|\bmk(s|d)temps?\s*\(|\btmp(file|nam)\s*\(|temp_directory_path")
    return hits(tree, is_product, pattern, "SEC-93: no temporary files")


def sec_28_sql_is_constant(tree):
    """SEC-28: values are bound. Joined to SQL is only a constant (kColumns), or what stands here by name."""
    suffix = r"(?:_s|_L1|_ba)?"
    literal = re.compile(r'"\(?\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|ATTACH|VACUUM|PRAGMA|WITH) [^"]*"'
                         rf'(?:{suffix}\s*u?"[^"]*")*{suffix}\s*')
    constants = re.compile(r"\+\s*k[A-Z]|\.arg\((\s*k[A-Z]\w*(,\s*)?)+\)")
    own = [("core/storage/CaseLists.cpp", "+ query.where()"),  # conditions of constants, put together by Query
           ("core/sql/CipherFile.cpp", "+ QByteArray::number("),  # PRAGMA cache_size and user_version take no bound value
           ("", ".arg(step.version)"), ("", ".arg(version)")]
    found = []
    for path, text in tree.items():
        if not is_product(path):
            continue
        for match in literal.finditer(text):
            rest = text[match.end():match.end() + 200]
            joined = rest.startswith(("+", ".arg(", "%")) or re.search(r"%(\d|L\d)", match.group(0))
            known = any(path.startswith(place) and rest.startswith(tail) for place, tail in own)
            if joined and not known and not constants.match(rest):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path}:{line}: SEC-28: SQL is constant and values are bound: {match.group(0)[:60]}")
    return found


def top_folders(tree):
    return sorted({f"{path}: not one of the places at the top" for path in tree
                   if ("/" in path and path.split("/")[0] not in TOP_FOLDERS)
                   or ("/" not in path and path not in TOP_FILES)})


def no_hosts_in_packaging(tree):
    """Packages come from the machine's own sources: no address of any server stands in these files."""
    pattern = re.compile(r"\b(https?|ftp)://(?!127\.0\.0\.1|localhost|\$|%)|\b[\w-]+\.(org|com|net|io|dev)\b")
    wanted = lambda path: path.startswith(("packaging/", ".ci/")) or path in ("CMakeLists.txt", "CMakePresets.json")
    return hits(tree, wanted, pattern, "an address of a server")


def nothing_is_left_open(tree):
    pattern = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    wanted = lambda path: path not in ("LICENSE",) and not path.startswith("resources/passwords/")
    return hits(tree, wanted, pattern, "left open")


def speaks_of_the_project_alone(tree):
    """No word of the tools somebody wrote it with, and no path outside of the tree."""
    pattern = re.compile(r"\b(cla" r"ude|anth" r"ropic|chat" r"gpt|open" r"ai|copi" r"lot|language mo" r"del|L" r"LM)\b|\bco-author" r"ed-by\b"
                         r"|\.\./sha" r"red\b|/wor" r"k/(main|shared)\b|\bissue #?\d", re.IGNORECASE)
    wanted = lambda path: path not in ("LICENSE",) and not path.startswith(("resources/passwords/", "forms/tip-case/"))
    return hits(tree, wanted, pattern, "the tree speaks of the project alone")


def files_are_short(tree):
    found = []
    for path, text in tree.items():
        most = MAX_TEST_LINES if path.startswith("tests/") else MAX_FILE_LINES
        if is_cpp(path) and text.count("\n") > most:
            found.append(f"{path}: {text.count(chr(10))} lines, more than {most}")
    return found


def functions_are_short(tree):
    """A body opens with a brace alone on its line (the format sees to that) and ends with one at the same depth."""
    found = []
    for path, text in tree.items():
        if not is_cpp(path):
            continue
        opened = {}
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            depth = len(line) - len(line.lstrip(" "))
            if line.strip() == "{":
                opened[depth] = number
            elif line.strip() == "}" and depth in opened:
                begin = opened.pop(depth)
                length = number - begin - 1
                table = path.startswith("tests/") and lines[begin - 2].endswith("_data()")
                if length > (MAX_TABLE_LINES if table else MAX_FUNCTION_LINES):
                    found.append(f"{path}:{number - length - 1}: a function of {length} lines")
    return found


def tests_do_not_wait_for_luck(tree):
    pattern = re.compile(r"QTest::q(Wait|Sleep)\s*\(|\bu?sleep\s*\(|sleep_for|processEvents\s*\(")
    return hits(tree, lambda path: is_cpp(path) and path.startswith("tests/"), pattern,
                "a test waits for a fact (QTRY_…, QSignalSpy)")


RULES = [layers_hold, layers_have_no_circle, libraries_stay_in_their_folders, licence_lines,
         sec_02_chance_only_from_sodium, chance_and_time_are_handed_in, sec_18_keychain_never_falls_back,
         sec_24_one_sqlite, sec_93_no_temporary_files, sec_97_logs_take_no_text, sec_28_sql_is_constant, top_folders,
         no_hosts_in_packaging, nothing_is_left_open, speaks_of_the_project_alone, files_are_short, functions_are_short, tests_do_not_wait_for_luck,
         no_slot_stands_under_a_condition]
