#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants a violation of each rule beside something innocent: the rule must name the one and spare the other."""
import unittest

import rules

SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n"

# rule: (trees that break it, a tree that does not)
PLANTED = {
    rules.layers_hold: ([
        {"core/cases/A.cpp": '#include "app/desktop/MainWindow.h"\n'},
        {"core/base/A.h": '#include "core/cases/Change.h"\n'},
        {"core/storage/A.cpp": '#  include "sync/wire/Messages.h"\n'},
        {"forms/engine/A.cpp": '#include "core/cases/Change.h"\n'},
        {"forms/widgets/A.cpp": '#include "core/storage/Store.h"\n'},
        {"sync/wire/A.cpp": '#include "core/directory/Directory.h"\n'},
        {"sync/hub/A.cpp": '#include "core/storage/Store.h"\n'},
        {"sync/client/A.cpp": '#include "sync/hub/Hub.h"\n'},
        {"app/ctl/A.cpp": '#include "app/desktop/Session.h"\n'},
        {"app/ctl/A.cpp": '#include "sync/hub/Hub.h"\n'},
        {"app/hub/A.cpp": '#include "app/station/Station.h"\n'},
        {"core/base/A.cpp": '#include "tests/support/FakeClock.h"\n'},
        {"core/cases/CMakeLists.txt": "add_layer(core_cases SOURCES A.cpp PUBLIC core_storage)\n"},
        {"core/novelty/A.cpp": '#include "core/base/Result.h"\n'},
    ], {"core/cases/A.cpp": '#include "core/base/Result.h"\n#include "core/cases/Change.h"\n',
        "core/cases/CMakeLists.txt": "add_layer(core_cases SOURCES A.cpp PUBLIC core_base)  # not core_storage\n",
        "app/desktop/CMakeLists.txt": "add_program(prohori LINKS app_translations app_station)\n",
        "sync/client/A.cpp": '#include "core/storage/Store.h"\n',
        "tests/core/base/A.cpp": '#include "app/desktop/Session.h"\n'}),
    rules.libraries_stay_in_their_folders: ([
        {"core/base/A.h": "#include <QWidget>\n"},
        {"app/station/A.cpp": "#include <QtWidgets/QMessageBox>\n"},
        {"forms/engine/A.cpp": "#include <QTreeView>\n"},
        {"sync/client/A.cpp": "#include <boost/beast.hpp>\n"},
        {"core/storage/A.cpp": "#include <sqlcipher/sqlite3.h>\n"},
        {"app/ctl/A.cpp": "#include <sodium.h>\n"},
        {"core/base/A.cpp": "#include <sodium.h>\n"},
        {"core/storage/A.cpp": "#include <QSqlQuery>\n"},
        {"app/station/A.cpp": "#include <QtSql/QSqlDatabase>\n"},
        {"app/hub/A.cpp": "#include <libpq-fe.h>\n"},
        {"sync/client/A.cpp": "#include <openssl/ssl.h>\n"},
        {"core/cases/A.cpp": "#include <zstd.h>\n"},
        {"app/station/A.cpp": "#include <qt6keychain/keychain.h>\n"},
    ], {"app/desktop/A.cpp": "#include <QWidget>\n", "core/base/A.cpp": "#include <QStringView>\n",
        "core/secrets/A.cpp": "#include <sodium.h>\n", "core/base/Blake2b.cpp": "#include <sodium.h>\n",
        "core/sql/A.cpp": "#include <QSqlDriver>\n"}),
    rules.licence_lines: ([
        {"core/A.cpp": "int a;\n"}, {"packaging/run": "#!/bin/sh\n"}, {"tests/CMakeLists.txt": "# x\n"},
        {"a.py": "\n\n\n# SPDX-License-Identifier: GPL-3.0-or-later\n"},
        {"core/A.h": "// SPDX-License-Identifier: MIT\n"},
    ], {"core/A.cpp": SPDX + "int a;\n", "README.md": "text\n"}),
    rules.no_slot_stands_under_a_condition: ([
        {"tests/core/ATest.cpp": "#ifdef Q_OS_LINUX\n    void reads()\n    {\n"},
        {"tests/core/ATest.cpp": "#else\n\n    // Only here.\n    void reads();\n"},
    ], {"tests/core/ATest.cpp": "    void reads()\n    {\n#if defined(__SANITIZE_ADDRESS__)\n        row();\n#endif\n    }\n",
        "core/A.cpp": "#ifdef Q_OS_LINUX\n    void reads();\n"}),
    rules.sec_02_chance_only_from_sodium: ([
        {"core/secrets/A.cpp": "int a = rand();\n"},
        {"core/secrets/A.cpp": "long a = random();\n"},
        {"core/secrets/A.cpp": "srand(1);\n"},
        {"sync/wire/A.cpp": "auto a = QRandomGenerator::system();\n"},
        {"sync/wire/A.cpp": "auto a = time(nullptr);\n"},
        {"sync/wire/A.h": "std::mt19937 a;\n"},
        {"core/secrets/A.cpp": "auto a = QDateTime::currentMSecsSinceEpoch();\n"},
    ], {"core/secrets/A.cpp": "SecretBytes::random(32); operand(); runtime();\n", "tests/core/secrets/A.cpp": "rand();\n"}),
    rules.chance_and_time_are_handed_in: ([
        {"app/station/A.cpp": "QUuid::createUuid();\n"},
        {"sync/client/A.cpp": "QDateTime::currentDateTimeUtc();\n"},
        {"core/storage/A.cpp": "QRandomGenerator::global();\n"},
    ], {"core/base/Clock.cpp": "QDateTime::currentMSecsSinceEpoch();\n", "tests/A.cpp": "QDate::currentDate();\n"}),
    rules.sec_18_keychain_never_falls_back: ([{"core/secrets/A.cpp": "job.setInsecureFallback(true);\n"},
                                              {"tests/A.cpp": "job.setInsecureFallback(false);\n"}],
                                             {"core/secrets/A.cpp": "job.setKey(key);\n"}),
    rules.sec_24_one_sqlite: ([
        {"core/storage/A.cpp": 'auto db = QSqlDatabase::addDatabase(u"QSQLITE"_s);\n'},
        {"app/ctl/A.cpp": 'auto db = QSqlDatabase::addDatabase("QPSQL");\n'},
    ], {"core/sql/A.cpp": 'QSqlDatabase::addDatabase("QSQLITE");\n', "core/storage/A.cpp": "// unlike QSQLITE\n"}),
    rules.sec_97_logs_take_no_text: ([
        {"core/storage/A.cpp": 'qWarning("%s", qPrintable(name));\n'},
        {"sync/hub/A.cpp": "qCInfo(lcHub) << body;\n"},
        {"app/hub/A.cpp": "std::cerr << name;\n"},
        {"app/ctl/A.cpp": 'fprintf(stderr, "%s", name);\n'},
    ], {"core/base/Log.cpp": "qCInfo(category).noquote() << m_line;\n", "tests/A.cpp": 'qInfo("%d", 1);\n',
        "app/hub/A.cpp": 'LogLine("hub.start").count("port", 1).write(lcHub);\n'}),
    rules.sec_93_no_temporary_files: ([
        {"app/ctl/A.cpp": "QTemporaryFile file;\n"},
        {"core/storage/A.cpp": "int fd = mkstemp(name);\n"},
        {"sync/hub/A.cpp": "#include <QTemporaryDir>\n"},
    ], {"tests/A.cpp": "QTemporaryDir dir;\n", "app/ctl/A.cpp": "QSaveFile file(path);\n"}),
    rules.sec_28_sql_is_constant: ([
        {"core/storage/A.cpp": 'run(u"SELECT * FROM record WHERE id = "_s + id);\n'},
        {"core/storage/A.cpp": 'run(u"DELETE FROM %1"_s.arg(table));\n'},
        {"sync/hub/A.cpp": 'run(u"INSERT INTO change (id)"\n    u" VALUES (\'%1\')"_s\n        .arg(id));\n'},
        {"core/sql/A.cpp": 'run(uR"(SELECT a FROM %1)"_s.arg(name));\n'},
        {"core/sql/A.cpp": 'run("UPDATE log SET a = " + value);\n'},
        {"core/sql/A.cpp": 'auto sql = u"SELECT %1 FROM log"_s;\n'},
        {"core/storage/A.cpp": 'run(u"SELECT %1, %2 FROM log"_s.arg(kColumns, name));\n'},
        {"core/storage/A.cpp": 'run("PRAGMA cache_size=-" + QByteArray::number(size));\n'},
    ], {"core/storage/A.cpp": 'run(u"SELECT %1 FROM log WHERE id = ?"_s.arg(kColumns), {id});\n'
                              'run(u"SELECT %1 FROM log"_s.arg(\n    kColumns));\n'
                              'run(u"SELECT a FROM log "_s + kNewestFirst);\n'
                              'fail(u"the row %1 is gone"_s.arg(id));\n',
        "core/sql/CipherFile.cpp": 'run("PRAGMA cache_size=-" + QByteArray::number(size));\n'}),
    rules.top_folders: ([{"scripts/a.sh": ""}, {"notes.txt": ""}],
                        {"core/base/A.h": "", "README.md": "", ".ci/run": ""}),
    rules.no_hosts_in_packaging: ([
        {"packaging/lib.sh": "URIs: http://deb.example.org/debian\n"},
        {"packaging/packages.txt": "# from packages.example.com\n"},
        {".ci/run": "curl https://example\n"},
    ], {"packaging/run": "hub=https://127.0.0.1:$port\nhub=https://$host\n", "README.md": "https://www.example.org\n"}),
    rules.nothing_is_left_open: ([{"core/A.cpp": "// TO" "DO: later\n"}, {"README.md": "FIX" "ME\n"}],
                                 {"core/A.cpp": "// todos los cambios\n"}),
    rules.speaks_of_the_project_alone: ([
        {"README.md": "Written with Cla" "ude.\n"}, {"core/A.cpp": "// see is" "sue #12\n"},
        {"tests/A.cpp": 'QFile file(u"../sha' 'red/domain/dictionary.csv"_s);\n'},
        {"CHANGELOG.md": "Co-Author" "ed-By: somebody\n"},
    ], {"core/A.cpp": "// a recruiting agent; the tissue 5; shared keys\n", "forms/tip-case/a.csv": "copi" "lot\n"}),
    rules.files_are_short: ([{"core/A.cpp": "\n" * 401}, {"tests/A.cpp": "\n" * 601}],
                            {"core/A.cpp": "\n" * 400, "tests/A.cpp": "\n" * 600}),
    rules.functions_are_short: ([
        {"core/A.cpp": "void f()\n{\n" + "    a();\n" * 61 + "}\n"},
        {"core/A.h": "class A {\n    void f()\n    {\n" + "        a();\n" * 61 + "    }\n};\n"},
        {"core/A.cpp": "void rows_data()\n{\n" + "    a();\n" * 61 + "}\n"},
        {"tests/A.cpp": "    void rows()\n    {\n" + "        a();\n" * 61 + "    }\n"},
        {"tests/A.cpp": "    void rows_data()\n    {\n" + "        a();\n" * 101 + "    }\n"},
    ], {"core/A.cpp": ("void f()\n{\n" + "    a();\n" * 60 + "}\n") * 3,
        "tests/A.cpp": "    void rows_data()\n    {\n" + "        a();\n" * 100 + "    }\n"}),
    rules.tests_do_not_wait_for_luck: ([
        {"tests/A.cpp": "QTest::qWait(200);\n"}, {"tests/A.cpp": "std::this_thread::sleep_for(1s);\n"},
        {"tests/A.cpp": "QCoreApplication::processEvents();\n"},
    ], {"tests/A.cpp": "QTRY_COMPARE(a, b);\nQTest::qWaitForWindowExposed(&w);\n"}),
}


class RulesTest(unittest.TestCase):
    def test_each_rule_finds_what_was_planted(self):
        for rule, (broken, _) in PLANTED.items():
            for tree in broken:
                with self.subTest(rule=rule.__name__, tree=tree):
                    self.assertEqual(len(rule(tree)), 1, rule(tree))

    def test_each_rule_spares_the_innocent(self):
        for rule, (_, fine) in PLANTED.items():
            with self.subTest(rule=rule.__name__):
                self.assertEqual(rule(fine), [])

    def test_a_circle_in_the_table_is_found(self):
        rules.LAYERS["core/base"].append("core/cases")
        try:
            self.assertEqual(len([hit for hit in rules.layers_have_no_circle({}) if "core/cases" in hit]), 2)
        finally:
            rules.LAYERS["core/base"].remove("core/cases")

    def test_no_rule_goes_untried(self):
        self.assertEqual(set(rules.RULES) - set(PLANTED), {rules.layers_have_no_circle})


if __name__ == "__main__":
    unittest.main(verbosity=2)
