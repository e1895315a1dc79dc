// SPDX-License-Identifier: GPL-3.0-or-later
#include "StepForms.h"

#include <QHash>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString stepSurvey(int version)
{
    const bool second = version > 1;
    QString rows = u"| survey |\n| | type | name | label::English (en) | label::Bangla (bn) | bind::ht:id | "
                   u"bind::ht:required | bind::ht:tier | bind::ht:group | body::ht:code |\n"
                   "| | begin_group | case | Case | মামলা | 1 | | | |\n"
                   "| | select_one districts | district_code | District | জেলা | 101 | draft | | |\n"
                   "| | integer | men | Men | পুরুষ | 102 | | | |\n"
                   "| | integer | women | Women | নারী | 103 | | | |\n"
                   "| | text | name | Name | নাম | 104 | | identifying | |\n"
                   "| | text | memo | Memo | টীকা | 105 | | | |\n"
                   "| | text | rough | Rough count | আনুমানিক সংখ্যা | 106 | | | |\n"_s;
    rows += second ? u"| | text | station | Police station | থানা | 117 | | | |\n"
                     "| | integer | total | Total | মোট | 118 | | | |\n"
                     "| | text | label | Label | পরিচয় | 119 | | sensitive | |\n"
                     "| | text | ringleader | Ringleader | মূল হোতা | 120 | | identifying | |\n"
                     "| | integer | guess | Guess | অনুমান | 121 | | | |\n"_s
                   : u"| | text | thana | Thana | থানা | 107 | | | |\n"
                     "| | text | phone | Telephone | টেলিফোন | 108 | | identifying | reach |\n"
                     "| | text | village | Village | গ্রাম | 109 | | | |\n"
                     "| | text | weather | Weather | আবহাওয়া | 110 | | | |\n"_s;
    if (version > 2)
        rows += u"| | integer | double | Twice the total | মোটের দ্বিগুণ | 122 | | | |\n"_s;
    rows += u"| | end_group | | | | | | | |\n| | begin_repeat | victim | Victim | ভুক্তভোগী | 2 | | | | V |\n"
            "| | integer | age | Age | বয়স | 201 | | | |\n"_s;
    if (second)
        rows += u"| | text | phone | Telephone | টেলিফোন | 202 | | identifying | |\n"
                "| | text | village | Village | গ্রাম | 203 | | | |\n"
                "| | select_one yes_no | ripe | Of age | প্রাপ্তবয়স্ক | 204 | | | |\n"_s;
    rows +=
        u"| | end_repeat | | | | | | | |\n| | begin_repeat | suspect | Suspect | সন্দেহভাজন | 3 | | | | S |\n"
        "| | text | trade | Trade | পেশা | 301 | | | |\n"_s;
    if (!second)
        rows += u"| | text | ringleader | Ringleader | মূল হোতা | 302 | | identifying | |\n"_s;
    return rows + u"| | end_repeat | | | | | | | |\n"_s;
}

}  // namespace

FormPtr stepForm(int version)
{
    const QString name = version == 1 ? kVersion1 : version == 2 ? kVersion2 : kVersion3;
    return formOfMarkdown(
        stepSurvey(version)
        + u"| choices |\n| | list_name | name | label::English (en) | label::Bangla (bn) |\n"
          "| | districts | 41 | Jashore | যশোর |\n| | districts | 26 | Dhaka | ঢাকা |\n"
          "| | yes_no | yes | Yes | হ্যাঁ |\n| | yes_no | no | No | না |\n"
          "| settings |\n| | form_id | version | default_language |\n| | tip-case | "_s
        + name + u" | English (en) |\n"_s);
}

FormShelfPtr stepShelf(const QList<int>& versions)
{
    QList<FormPtr> forms;
    for (const int version : versions)
        forms.append(stepForm(version));
    return std::make_shared<const FormShelf>(
        forms, QHash<QString, QByteArray>{{kVersion2, R"j({"from": "2026010101", "steps": [
            {"step": "rename", "question": "thana", "to": "station"},
            {"step": "into-repeat", "questions": ["phone", "village"], "repeat": "victim"},
            {"step": "out-of-repeat", "questions": ["ringleader"], "repeat": "suspect", "instance": 1},
            {"step": "park", "question": "memo"},
            {"step": "compute", "question": "total", "expression": "/data/case/men + /data/case/women"},
            {"step": "compute", "question": "label", "expression": "concat(/data/case/name, ', ', /data/case/village)"},
            {"step": "compute", "question": "guess", "expression": "date(/data/case/rough)"},
            {"step": "compute", "question": "ripe", "expression": "if(age >= 18, 'yes', 'no')"}]})j"},
                                          {kVersion3, R"j({"from": "2027010101", "steps": [
            {"step": "compute", "question": "double", "expression": "/data/case/total * 2"}]})j"}});
}

}  // namespace prohori
