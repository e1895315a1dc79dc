// SPDX-License-Identifier: GPL-3.0-or-later
#include "VersionForms.h"

#include "forms/authoring/FormCompiler.h"
#include "forms/authoring/Workbook.h"

#include <QHash>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString versionSurvey(bool second)
{
    QString rows =
        u"| survey |\n| | type | name | label::English (en) | label::Bangla (bn) | bind::ht:id | "
        u"bind::ht:required | bind::ht:tier | bind::ht:group | "
        "bind::ht:section | constraint | constraint_message |\n"
        "| | begin_group | case | Case | মামলা | 1 | | | | | | |\n"
        "| | select_one districts | district_code | District | জেলা | 101 | draft | | | one | | |\n"_s;
    rows += second ? u"| | text | police_station | Police station, in full | থানা | 102 | | | | two | | |\n"_s
                   : u"| | text | station | Station | থানা | 102 | | | | one | | |\n"_s;
    rows += u"| | select_one kind | kind | Kind | ধরন | 103 | | | | one | | |\n"
            "| | select_multiple act | acts | Acts | কাজ | 104 | | | | one | | |\n"_s;
    rows +=
        second
            ? u"| | integer | count | Count | সংখ্যা | 105 | | | | one | . < 10 | Less than ten, please. |\n"_s
            : u"| | integer | count | Count | সংখ্যা | 105 | | | | one | | |\n| | text | old | Old question | "
              u"পুরোনো প্রশ্ন | 106 | | | | one | | "
              u"|\n"_s;
    rows += u"| | text | father | Father | বাবা | 107 | | identifying | names | one | | |\n"
            "| | text | mother | Mother | মা | 108 | | identifying | names | one | | |\n"_s;
    rows += second ? u"| | select_multiple act | means | Means | উপায় | 109 | | | | one | | |\n"
                     "| | text | added | Added question | নতুন প্রশ্ন | 110 | | | | two | | |\n"
                     "| | text | guardian | Guardian | অভিভাবক | 111 | | identifying | names | one | | |\n"
                     "| | select_one yes_no | reviewed | Reviewed | দেখা | 112 | submit | | | two | | |\n"_s
                   : u"| | select_one act | means | Means | উপায় | 109 | | | | one | | |\n"
                     "| | select_one kind | closing | Closing | শেষ | 113 | | sensitive | | two | | |\n"_s;
    return rows
         + u"| | end_group | | | | | | | | | | |\n| | begin_repeat | victim | Victim | ভুক্তভোগী | 2 | | | | | "
           u"| |\n"
           "| | text | nick | Nickname | ডাকনাম | 201 | | | | | | |\n"_s
         + (second ? u"| | text | village | Village | গ্রাম | 202 | | | | | | |\n"_s : QString())
         + u"| | end_repeat | | | | | | | | | | |\n"_s;
}

QString versionChoices(bool second)
{
    const QString kinds =
        second
            ? u"| | kind | b | Second kind | দ্বিতীয় | yes | c |\n| | kind | c | Third kind | তৃতীয় | | |\n"_s
            : u"| | kind | b | Second kind | দ্বিতীয় | | |\n| | kind | d | Fourth kind | চতুর্থ | | |\n"_s;
    const QString acts = second ? u"| | act | z | Act Z | কাজ য | | |\n"_s : QString();
    return u"| choices |\n| | list_name | name | label::English (en) | label::Bangla (bn) | retired | "
           u"replaced_by |\n"
           "| | districts | 41 | Jashore | যশোর | | |\n| | districts | 26 | Dhaka | ঢাকা | | |\n"
           "| | section | case.one | First card | প্রথম | | |\n| | section | case.two | Second card | দ্বিতীয় "
           "| | |\n"
           "| | yes_no | yes | Yes | হ্যাঁ | | |\n| | yes_no | no | No | না | | |\n"
           "| | kind | a | First kind | প্রথম | | |\n%1"
           "| | act | x | Act X | কাজ ক | | |\n| | act | y | Act Y | কাজ খ | | |\n%2"_s.arg(kinds, acts);
}

}  // namespace

FormPtr formOfMarkdown(const QString& text)
{
    const auto workbook = readMarkdown(text, QStringLiteral("versions.md"));
    if (!workbook)
        qFatal("%s", qPrintable(workbook.error().detail));
    const CompiledForm compiled = compileWorkbook(*workbook);
    for (const AuthorMessage& message : compiled.messages) {
        if (message.isError())
            qFatal("%s", qPrintable(message.toString()));
    }
    const CaseFormReading reading = readCaseForm(compiled.package);
    if (!reading.form)
        qFatal("%s", qPrintable(reading.faults.value(0)));
    return reading.form;
}

FormPtr versionForm(int version)
{
    const QString name = version == 1 ? kVersion1 : version == 2 ? kVersion2 : kVersion3;
    return formOfMarkdown(versionSurvey(version > 1) + versionChoices(version > 1)
                          + u"| settings |\n| | form_id | version | default_language |\n| | tip-case | "_s
                          + name + u" | English (en) |\n"_s);
}

FormShelfPtr versionShelf(const QList<int>& versions)
{
    QList<FormPtr> forms;
    for (const int version : versions)
        forms.append(versionForm(version));
    return std::make_shared<const FormShelf>(
        forms,
        QHash<QString, QByteArray>{
            {kVersion2,
             R"({"from": "2026010101", "steps": [{"step": "map", "question": "acts", "values": {"x": "y"}}]})"}});
}

FormShelfPtr countingShelf(QStringList& reads)
{
    return std::make_shared<const FormShelf>(
        FormShelf::Source{{kVersion3, kVersion1, kVersion2},
                          [&reads](const QString& version) {
                              reads.append(version);
                              return versionForm(version == kVersion1 ? 1 : version == kVersion2 ? 2 : 3);
                          },
                          {},
                          [](const QString& version) { return u"hash of "_s + version; }});
}

}  // namespace prohori
