#!/usr/bin/env python3
"""Turns src/store/queries/*.sql and src/store/migrations/NNNN_*.sql into one C++ source.

usage: embed_sql.py STORE_DIR OUT_CPP

A query is a block that begins with `-- name: noun_verb` and holds one statement ending with `;`. Comment lines between
blocks are for people and belong to no query. What is wrong is told as FILE:LINE: sentence, and nothing is written.
"""

import re
import sys
from pathlib import Path

NAME = re.compile(r"--\s*name:\s*(\S*)\s*$")
WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+$")
MIGRATION = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql$")
NOT_CODE = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")


class Fault(Exception):
    pass


def code_of(sql: str) -> str:
    """The SQL without comments and quoted text."""
    return NOT_CODE.sub(" ", sql)


def blocks_of(path: Path):
    """Yields (name, line, sql); comment lines that end a block lead the next one and are dropped."""
    name, start, lines = None, 0, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() + ["-- name: end_marker"], 1):
        found = NAME.match(line.strip())
        if not found:
            if name is None and line.strip() and not line.strip().startswith("--"):
                raise Fault(f"{path}:{number}: SQL before the first `-- name:` line")
            lines.append(line)
            continue
        if name is not None:
            while lines and (not lines[-1].strip() or lines[-1].strip().startswith("--")):
                lines.pop()
            yield name, start, "\n".join(lines).strip()
        name, start, lines = found.group(1), number, []


def parameters_of(where: str, sql: str) -> int:
    numbers = {int(n) for n in re.findall(r"\$(\d+)", code_of(sql))}
    count = max(numbers, default=0)
    missing = sorted(set(range(1, count + 1)) - numbers)
    if missing or 0 in numbers:
        raise Fault(f"{where}: parameters are $1 to ${count}, and each is used; missing: {missing or '[$0 is none]'}")
    return count


def read_queries(folder: Path):
    queries = {}
    for path in sorted(folder.glob("*.sql")):
        for name, line, sql in blocks_of(path):
            where = f"{path}:{line}"
            if not WORD.match(name):
                raise Fault(f"{where}: '{name}' is no name like noun_verb")
            if name in queries:
                raise Fault(f"{where}: {name} is already the name of {queries[name][1]}")
            if not sql:
                raise Fault(f"{where}: {name} is empty")
            if not sql.endswith(";") or code_of(sql).count(";") != 1:
                raise Fault(f"{where}: {name} must be one statement ending with `;`")
            queries[name] = (sql, f"{path.name}:{line}", parameters_of(where, sql))
    return queries


def read_migrations(folder: Path):
    migrations = []
    for path in sorted(folder.glob("*.sql")):
        found = MIGRATION.match(path.name)
        if not found:
            raise Fault(f"{path}:1: a migration is named like 0002_add_tags.sql")
        version = int(found.group(1))
        if version != len(migrations) + 1:
            raise Fault(f"{path}:1: the next migration has number {len(migrations) + 1:04}")
        migrations.append((version, found.group(2), path.read_text(encoding="utf-8")))
    return migrations


def literal(text: str) -> str:
    """A raw string; long ones in pieces that compilers take."""
    pieces = [text[i : i + 8000] for i in range(0, len(text), 8000)] or [""]
    return " ".join(f'R"heed~({piece})heed~"' for piece in pieces)


def write(out: Path, queries, migrations):
    lines = [
        "// Written by tools/embed_sql.py.",
        '#include "store/catalogue.hpp"',
        "",
        "#include <array>",
        "",
        "namespace store {",
        "namespace {",
        f"const std::array<EmbeddedQuery, {len(queries)}> kQueries{{{{",
    ]
    for name, (sql, place, count) in queries.items():
        lines.append(f'    {{"{name}", {literal(sql)}, "{place}", {count}}},')
    lines.append("}};")
    lines.append(f"const std::array<EmbeddedMigration, {len(migrations)}> kMigrations{{{{")
    for version, name, sql in migrations:
        lines.append(f'    {{{version}, "{name}", {literal(sql)}}},')
    lines += [
        "}};",
        "}  // namespace",
        "",
        "std::span<const EmbeddedQuery> embedded_queries() { return kQueries; }",
        "std::span<const EmbeddedMigration> embedded_migrations() { return kMigrations; }",
        "}  // namespace store",
        "",
    ]
    out.write_text("\n".join(lines), encoding="utf-8")


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    store, out = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        write(out, read_queries(store / "queries"), read_migrations(store / "migrations"))
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
