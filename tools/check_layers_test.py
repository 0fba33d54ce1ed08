"""Shows that check_layers.py finds each kind of breach, and leaves alone what is allowed."""
import pathlib
import tempfile
import unittest

import check_layers


class Tree:
    """A small source tree in a folder of its own."""

    def __init__(self, folder):
        self.root = pathlib.Path(folder)
        self.write("connectors/bluesky/README.md", "")
        self.write("connectors/_shared/wire.hpp", "")
        self.write("connectors/web_chat/README.md", "")
        self.write("connectors/imported/README.md", "")
        self.write("connectors/api/README.md", "")

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8")


class CheckLayers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.tree = Tree(self.folder.name)

    def found(self, path, text):
        self.tree.write(path, text)
        return [f"{number}: {problem}" for _, number, problem in check_layers.breaches(self.tree.root)]

    def assert_breach(self, path, text, expected, line=1):
        found = self.found(path, text)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{line}: "), found)
        self.assertIn(expected, found[0])

    def assert_clean(self, path, text):
        self.assertEqual(self.found(path, text), [])

    # --- what a module may include

    def test_an_upward_include(self):
        self.assert_breach("src/domain/sla/clock.cpp", '\n#include "store/store.hpp"', "domain may not include store/store.hpp", 2)

    def test_a_sideways_include(self):
        self.assert_breach("src/store/a.cpp", '#include "net/http.hpp"', "store may not include net/http.hpp")

    def test_tests_obey_too(self):
        self.assert_breach("src/base/a_test.cpp", '#include "domain/ids.hpp"', "base may not include domain/ids.hpp")

    def test_a_downward_include(self):
        self.assert_clean("src/api/a.cpp", '#include "workflow/visit.hpp"\n#include "base/id.hpp"\n#include <vector>')

    def test_a_module_that_the_law_does_not_know(self):
        self.assert_breach("src/misc/a.cpp", "", "src/misc is no module")

    def test_a_connector_knows_no_core(self):
        self.assert_breach("connectors/bluesky/a.cpp", '#include "workflow/visit.hpp"', "connectors may not include workflow")

    def test_a_connector_knows_no_other(self):
        self.assert_breach("connectors/bluesky/a.cpp", '#include "connectors/web_chat/wire.hpp"', "another connector")

    def test_a_connector_may_share(self):
        self.assert_clean("connectors/bluesky/a.cpp", '#include "connectors/_shared/wire.hpp"\n#include "connectors/bluesky/b.hpp"')

    # --- heavy and worldly headers

    def test_only_net_sees_beast(self):
        for module in ("base", "domain", "store", "channel", "workflow", "api", "main"):
            with self.subTest(module):
                self.assert_breach(f"src/{module}/a.hpp", "#include <boost/beast/http.hpp>", "<boost/beast/http.hpp>")
                (self.tree.root / f"src/{module}/a.hpp").unlink()
        self.assert_clean("src/net/a.cpp", "#include <boost/beast/http.hpp>")

    def test_only_net_sees_sockets(self):
        self.assert_breach("src/workflow/a.cpp", "#include <boost/asio/ip/tcp.hpp>", "workflow may not include")

    def test_light_asio_is_for_all_above(self):
        self.assert_clean("src/workflow/a.cpp", "#include <boost/asio/awaitable.hpp>")

    def test_only_the_engines_see_their_databases(self):
        self.assert_breach("src/api/a.cpp", "#include <sqlite3.h>", "api may not include <sqlite3.h>")
        (self.tree.root / "src/api/a.cpp").unlink()
        self.assert_breach("src/store/user_store.cpp", "#include <sqlite3.h>", "only src/store/sqlite")
        (self.tree.root / "src/store/user_store.cpp").unlink()
        self.assert_breach("src/store/sqlite.cpp", "#include <postgresql/libpq-fe.h>", "only src/store/postgres")

    def test_an_engine_sees_its_database(self):
        self.assert_clean("src/store/sqlite.cpp", "#include <sqlite3.h>")

    def test_only_the_configuration_sees_toml(self):
        self.assert_breach("src/main/app.cpp", "#include <toml++/toml.h>", "only src/main/config.cpp")

    def test_the_domain_sees_no_world(self):
        for header in ("fstream", "thread", "mutex", "filesystem", "sys/stat.h", "boost/asio/awaitable.hpp", "boost/json/value.hpp"):
            with self.subTest(header):
                self.assert_breach("src/domain/a.cpp", f"#include <{header}>", f"domain may not include <{header}>")

    def test_a_test_may_use_the_world(self):
        self.assert_clean("src/base/a_test.cpp", "#include <fstream>")

    # --- words

    def test_rules_read_no_clock(self):
        for text in ("auto now = std::chrono::system_clock::now();", "auto t = time(nullptr);", "clock_gettime(CLOCK_REALTIME, &t);"):
            with self.subTest(text):
                self.assert_breach("src/domain/a.cpp", text, "may not read the clock")
        (self.tree.root / "src/domain/a.cpp").unlink()
        self.assert_breach("src/workflow/a.cpp", "auto now = steady_clock::now();", "may not read the clock")

    def test_a_clock_elsewhere_or_in_a_comment(self):
        self.assert_clean("src/domain/a.cpp", "// never system_clock::now()")
        self.assert_clean("src/main/a.cpp", "auto now = std::chrono::system_clock::now();")

    def test_rules_throw_nothing(self):
        self.assert_breach("src/domain/a.cpp", 'throw std::runtime_error("no");', "throws nothing")

    def test_rules_may_run_out_of_memory(self):
        self.assert_clean("src/domain/a.cpp", 'throw std::length_error("too many posts");')

    def test_sql_stands_in_the_store(self):
        for text in ("SELECT id FROM users", "INSERT INTO users", "UPDATE users SET name", "DELETE FROM users"):
            with self.subTest(text):
                self.assert_breach("src/api/a.cpp", f'run("{text}");', "may not hold SQL")

    def test_sql_in_the_store_and_english_elsewhere(self):
        self.assert_clean("src/store/a.cpp", 'run("SELECT 1");')
        self.assert_clean("src/api/a.cpp", 'say("Select what to update, set the rest aside");')

    def test_no_coroutine_is_detached(self):
        self.assert_breach("src/main/a.cpp", "asio::co_spawn(context, run(), boost::asio::detached);", "may not detach")

    # --- channel names

    def test_the_core_knows_no_channel(self):
        for path, text in (
            ("src/workflow/a.cpp", 'if (channel == "bluesky") {'),
            ("src/api/a.cpp", "// Bluesky counts graphemes."),
            ("src/api/b.cpp", "is_web_chat(inbox)"),
            ("src/store/queries/a.sql", "WHERE channel = 'web_chat'"),
            ("web/apps/workspace/src/a.vue", "<p v-if=\"inbox.channel === 'web_chat'\">"),
            ("web/packages/ui/a.css", ".web-chat { color: red }"),
            ("src/workflow/c.cpp", 'create_inbox("imported");'),
        ):
            with self.subTest(path):
                self.assert_breach(path, text, "names the channel")
                (self.tree.root / path).unlink()

    def test_everyday_words_and_tests_may(self):
        self.assert_clean("src/workflow/a.cpp", "// The visitor of a web chat; imported rows.")
        self.assert_clean("web/packages/i18n/locales/de.json", '"channel": "Der Web-Chat auf Ihrer Seite"')
        self.assert_clean("src/workflow/a_test.cpp", 'open("bluesky");')
        self.assert_clean("src/main/commands/import.cpp", 'find_channel(types, "api");')
        self.assert_clean("src/api/a.cpp", "int imported_rows = 0;")

    # --- web

    def test_a_package_knows_no_app(self):
        self.assert_breach("web/packages/ui/a.ts", "import { x } from '../../apps/widget/src/x'", "a package may not import an app")

    def test_an_app_knows_no_other(self):
        for text in ("import { x } from '../../widget/src/x'", "export { x } from '../../widget/src/x'", "const x = import('../../widget/src/x')"):
            with self.subTest(text):
                self.assert_breach("web/apps/workspace/src/a.ts", text, "app workspace may not import another app")

    def test_a_screen_knows_no_other(self):
        self.assert_breach("web/apps/workspace/src/screens/inbox/a.vue", "import B from '../report/B.vue'", "screen inbox may not")

    def test_what_the_web_may_import(self):
        self.assert_clean("web/apps/workspace/src/screens/inbox/a.ts", "import { x } from '@heed/ui'\nimport { y } from './y'\nimport { z } from '../../state/z'\nimport { w } from 'vue'")
        self.assert_clean("web/apps/workspace/src/screens/inbox/b.ts", "import A from '../NoPermission.vue'")
        self.assert_clean("web/apps/workspace/src/router.ts", "import A from './screens/inbox/A.vue'")
        self.assert_clean("web/packages/ui/a.ts", "import { x } from '../live/x'\nimport { y } from '@heed/i18n'")


if __name__ == "__main__":
    unittest.main()
