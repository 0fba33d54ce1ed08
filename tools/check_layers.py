#!/usr/bin/env python3
"""The dependency law of the house. Prints `file:line: sentence` for each breach and fails when there is one.

The tables are the law and its documentation; ARCHITECTURE.md draws them. A test that every kind of breach is found is
in check_layers_test.py. Usage: check_layers.py [ROOT]
"""
import pathlib
import re
import sys

# --- C++: main → api → workflow → store → domain → base; workflow → channel → net → base; connectors → channel, net, base

MAY_INCLUDE = {
    "base": [],
    "domain": ["base"],
    "net": ["base"],
    "store": ["base", "domain"],
    "channel": ["base", "net"],
    "connectors": ["base", "net", "channel"],
    "workflow": ["base", "domain", "store", "channel"],
    "api": ["base", "domain", "net", "store", "channel", "workflow"],
    "main": ["base", "domain", "net", "store", "channel", "workflow", "api"],
}

BEAST = r"boost/beast"
SOCKETS = r"boost/asio\.hpp|boost/asio/(ssl|ip|read|write|connect|basic_.*socket)"
DATABASE = r"sqlite3|libpq|postgresql/"
TOML = r"toml\+\+/"
WORLD = r"boost/asio|fstream|iostream|filesystem|thread|mutex|condition_variable|future|sys/|unistd\.h|fcntl\.h|netinet/|arpa/"
MAY_NOT_INCLUDE = {
    "base": [BEAST, SOCKETS, DATABASE, TOML, WORLD],
    "domain": [BEAST, SOCKETS, DATABASE, TOML, WORLD, r"boost/json"],
    "net": [DATABASE, TOML],
    "store": [BEAST, SOCKETS, TOML],
    "channel": [BEAST, SOCKETS, DATABASE, TOML],
    "connectors": [BEAST, SOCKETS, DATABASE, TOML],
    "workflow": [BEAST, SOCKETS, DATABASE, TOML],
    "api": [BEAST, SOCKETS, DATABASE, TOML],
    "main": [BEAST, SOCKETS, DATABASE],
}
# The few files that see a heavy library; the rest of their module does not either.
ONLY_IN = {
    r"sqlite3\.h": r"src/store/sqlite[a-z_]*\.(cpp|hpp)",
    r"(postgresql/)?libpq-fe\.h": r"src/store/postgres[a-z_]*\.(cpp|hpp)",
    TOML: r"src/main/config\.cpp",
    # The pure functions of the domain that stand on tables of Unicode and of languages (docs/decisions/0012).
    r"utf8proc\.h": r"src/(domain/(search/fold|triage/pieces)|channel/text_measure)\.cpp",
    r"libstemmer\.h": r"src/domain/search/stem\.cpp",
    r"dnnl\.hpp": r"src/domain/triage/product\.cpp",
    r"cld2/": r"src/domain/triage/language\.cpp",
    # TLS towards others (docs/decisions/0034).
    r"openssl/ssl\.h": r"src/net/tls\.cpp",
    # Mail is read by libraries, each behind one file of ours.
    r"gmime/|glib": r"src/channel/mail/mime\.cpp",
    r"gumbo\.h": r"src/channel/mail/html_tree\.cpp",
    r"expat\.h": r"src/channel/xml\.cpp",
    r"re2/": r"src/domain/triage/(rules|company)\.cpp",
}

# Words that may not stand in the code of a module (tests aside), and why.
CLOCK = r"(system|steady|high_resolution|utc)_clock::now|\btime\((nullptr|NULL|0)\)|\bclock_gettime\b|\bgettimeofday\b"
SQL = r'"[^"]*\b(SELECT\s+[\w*]|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\s|CREATE\s+TABLE\s)'
EVERYWHERE = [*MAY_INCLUDE]
BANNED = [
    (["domain", "workflow"], CLOCK, "may not read the clock: the time comes in as an argument"),
    (["domain"], r"\bthrow\b(?! std::(length_error|bad_alloc)\b)", "throws nothing but exhaustion: return a Result"),
    ([m for m in EVERYWHERE if m != "store"], SQL, "may not hold SQL: it stands in src/store/queries"),
    (EVERYWHERE, r"\basio::detached\b", "may not detach a coroutine: its owner awaits it and logs its exception"),
]

# --- Channel names: the core knows no connector. The names are the folders of connectors/.

# Names that are everyday words too: only the quoted word alone counts as naming the channel.
EVERYDAY_WORDS = {"api", "feeds", "imported", "line", "phone", "reviews", "sms", "x"}
# Names that are members of our own structs too, so that not even the quoted word tells which is meant: left to the review.
MEMBERS_TOO = {"email"}
# file → (name, why it may know it)
MAY_NAME_A_CHANNEL = {
    "src/api/schema_example.cpp": ("web_chat", "an example in the API's description"),
    "src/main/commands/import.cpp": ("api", "a file of our own items has the shape that this door takes"),
}
# Beginnings of paths that may know any: what stands there is drawn or said for a channel that is known, and a channel that is not
# there is shown in its connector's own words.
MAY_NAME_ANY_CHANNEL = ("web/packages/i18n/channels/locales/", "web/apps/workspace/src/parts/ChannelIcon.vue")
NAMED_SUFFIXES = {".cpp", ".hpp", ".sql", ".ts", ".vue", ".html", ".css", ".json"}

# --- Web: apps → packages; an app knows no other app, a screen no other screen.

WEB_SUFFIXES = {".ts", ".vue", ".mjs", ".js"}
IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*|\bexport\s+.*\bfrom\s*)(['"])([^'"]+)\1""")
SCREENS = ("apps", "workspace", "src", "screens")


def is_test(path):
    return bool(re.search(r"_test\.cpp$|(^|/)test_[a-z_]+\.[ch]pp$|_test_kit\.[ch]pp$|\.(test|spec)\.ts$|/fake_", path.as_posix()))


def without_comment(line):
    """The line without a // comment, as far as that shows on one line."""
    found = re.match(r'((?:[^"/]|"(?:[^"\\]|\\.)*"|/(?!/))*)//', line)
    return found[1] if found else line


def check_include(line, file, module, connector):
    found = re.match(r'\s*#\s*include\s*([<"])([^">]+)[">]', line)
    if not found:
        return
    header = found[2]
    if found[1] == '"':
        parts = header.split("/")
        if parts[0] in MAY_INCLUDE and parts[0] != module and parts[0] not in MAY_INCLUDE[module]:
            yield f"{module} may not include {header}"
        if parts[0] == "connectors" and connector and parts[1] != connector and not parts[1].startswith("_"):
            yield f"connector {connector} may not include another connector: {header}"
        return
    if is_test(file):
        return
    for pattern in MAY_NOT_INCLUDE[module]:
        if re.match(pattern, header):
            yield f"{module} may not include <{header}>"
            return
    for pattern, files in ONLY_IN.items():
        if re.match(pattern, header) and not re.fullmatch(files, file.as_posix()):
            yield f"only {files.replace(chr(92), '')} may include <{header}>"


def check_cpp(file, lines, module, connector):
    banned = [] if is_test(file) else [(pattern, why) for modules, pattern, why in BANNED if module in modules]
    for number, line in enumerate(lines, 1):
        for problem in check_include(line, file, module, connector):
            yield number, problem
        code = without_comment(line)
        for pattern, why in banned:
            if re.search(pattern, code):
                yield number, f"{module} {why}"


def channel_patterns(root):
    for folder in sorted(root.glob("connectors/[a-z]*")):
        if folder.is_dir() and folder.name not in MEMBERS_TOO:
            name = folder.name
            if name in EVERYDAY_WORDS:
                pattern = rf"""(["'`]){name}\1"""
            else:  # Two words are a name only as code writes them: web_chat, web-chat; "a web chat" is English.
                exact = re.escape(name).replace("_", "[_-]")
                pattern = rf"(?<![a-z0-9]){exact}(?![a-z0-9])" if "_" in name else rf"(?i:(?<![a-z0-9]){exact}(?![a-z0-9]))"
            yield name, re.compile(pattern)


def check_names(file, lines, patterns):
    if is_test(file) or file.as_posix().startswith(MAY_NAME_ANY_CHANNEL):
        return
    for number, line in enumerate(lines, 1):
        for name, pattern in patterns:
            if pattern.search(line) and MAY_NAME_A_CHANNEL.get(file.as_posix(), ("",))[0] != name:
                yield number, f"names the channel {name}: the core knows no connector, it asks for capabilities"


def web_target(file, specifier):
    """The path inside web/ that an import means, or None for an npm package."""
    if specifier.startswith("@heed/"):
        return ("packages", *specifier.split("/")[1:])
    if not specifier.startswith("."):
        return None
    parts = list(file.parts[1:-1])
    for step in specifier.split("/"):
        if step == "..":
            if parts:
                parts.pop()
        elif step != ".":
            parts.append(step)
    return tuple(parts)


def check_web(file, lines):
    own = file.parts[1:]
    for number, line in enumerate(lines, 1):
        for _, specifier in IMPORT.findall(line):
            target = web_target(file, specifier)
            if not target or target[0] not in ("apps", "packages"):
                continue
            if own[0] == "packages" and target[0] == "apps":
                yield number, f"a package may not import an app: {specifier}"
            elif own[0] == "apps" and target[0] == "apps" and target[1:2] != own[1:2]:
                yield number, f"app {own[1]} may not import another app: {specifier}"
            elif own[:4] == target[:4] == SCREENS and min(len(own), len(target)) > 5 and target[4] != own[4]:
                yield number, f"screen {own[4]} may not import another screen: {specifier}"


def read(path):
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def breaches(root):
    """Yields (file, line number, sentence), files in order."""
    patterns = list(channel_patterns(root))
    for path in sorted([*root.glob("src/**/*"), *root.glob("connectors/**/*.[ch]pp")]):
        file = path.relative_to(root)
        if path.suffix not in NAMED_SUFFIXES or not path.is_file():
            continue
        lines = read(path)
        in_source = file.parts[0] == "src"
        if path.suffix in {".cpp", ".hpp"}:
            module = file.parts[1] if in_source else "connectors"
            if module not in MAY_INCLUDE:
                yield file, 1, f"src/{module} is no module: add it to the law in tools/check_layers.py"
                continue
            for number, problem in check_cpp(file, lines, module, None if in_source else file.parts[1]):
                yield file, number, problem
        if in_source:
            for number, problem in check_names(file, lines, patterns):
                yield file, number, problem
    for folder in ("packages", "apps"):
        for path in sorted(root.glob(f"web/{folder}/**/*")):
            file = path.relative_to(root)
            if "node_modules" in file.parts or path.suffix not in NAMED_SUFFIXES | WEB_SUFFIXES or not path.is_file():
                continue
            lines = read(path)
            for number, problem in check_names(file, lines, patterns):
                yield file, number, problem
            if path.suffix in WEB_SUFFIXES:
                for number, problem in check_web(file, lines):
                    yield file, number, problem


def main(root):
    bad = 0
    for file, number, problem in breaches(root):
        print(f"{file}:{number}: {problem}")
        bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
