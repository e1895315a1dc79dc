// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/QuestionTypes.h"

#include "forms/expression/FunctionTable.h"

#include <QHash>
#include <QRegularExpression>

#include <iterator>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

struct TypeWord {
    const char* written;
    const char* type;
    ItemKind kind = ItemKind::Question;
};

/// Types that stand alone. The first spelling of each is the standard one; the last ones are kept and not
/// asked.
constexpr TypeWord kTypes[] = {
    {"text", "text"},
    {"string", "text"},
    {"integer", "integer"},
    {"int", "integer"},
    {"decimal", "decimal"},
    {"range", "range"},
    {"partial_date", "partial_date"},
    {"date", "date"},
    {"time", "time"},
    {"datetime", "dateTime"},
    {"date_time", "dateTime"},
    {"note", "note", ItemKind::Note},
    {"acknowledge", "acknowledge"},
    {"trigger", "acknowledge"},
    {"calculate", "calculate", ItemKind::Calculate},
    {"hidden", "hidden", ItemKind::Calculate},
    {"geopoint", "geopoint"},
    {"gps", "geopoint"},
    {"location", "geopoint"},
    {"image", "image"},
    {"photo", "image"},
    {"audio", "audio"},
    {"file", "file"},
    {"barcode", "barcode"},
    {"start", "start", ItemKind::Meta},
    {"end", "end", ItemKind::Meta},
    {"today", "today", ItemKind::Meta},
    {"deviceid", "deviceid", ItemKind::Meta},
    {"device_id", "deviceid", ItemKind::Meta},
    {"username", "username", ItemKind::Meta},
    {"phonenumber", "phonenumber", ItemKind::Meta},
    {"phone_number", "phonenumber", ItemKind::Meta},
    {"email", "email", ItemKind::Meta},
    {"audit", "audit", ItemKind::Meta},
    {"csv-external", "csv-external", ItemKind::Meta},
    {"xml-external", "xml-external", ItemKind::Meta},
    {"simserial", "simserial", ItemKind::Meta},
    {"subscriberid", "subscriberid", ItemKind::Meta},
    {"start-geopoint", "start-geopoint", ItemKind::Meta},
    {"background-audio", "background-audio", ItemKind::Meta},
    {"background-geopoint", "background-geopoint", ItemKind::Meta},
    {"geotrace", "geotrace"},
    {"geoshape", "geoshape"},
    {"video", "video"},
    {"osm", "osm"},
};

/// Types that name a list. Longer spellings stand before those that they begin with.
constexpr TypeWord kListTypes[] = {
    {"select_one_from_file", "select_one_from_file"},
    {"select_multiple_from_file", "select_multiple_from_file"},
    {"select_one_external", "select_one_external"},
    {"add_select_one_prompt_using", "select_one"},
    {"add_select_multiple_prompt_using", "select_multiple"},
    {"select_all_that_apply_from", "select_multiple"},
    {"select_all_that_apply", "select_multiple"},
    {"select_multiple_from", "select_multiple"},
    {"select_multiple", "select_multiple"},
    {"select_one_from", "select_one"},
    {"select_one", "select_one"},
    {"select1", "select_one"},
    {"rank", "rank"},
};

/// `begin group`, `end_repeat` …
std::optional<RowType> readContainer(const QString& word)
{
    static const QRegularExpression pattern(u"^(begin|end)_(group|repeat)$"_s);
    const auto match = pattern.match(word);
    if (!match.hasMatch())
        return std::nullopt;
    RowType type;
    type.row = match.captured(1) == u"begin" ? RowKind::Begin : RowKind::End;
    type.type = match.captured(2);
    type.kind = type.type == u"group" ? ItemKind::Group : ItemKind::Repeat;
    return type;
}

std::optional<RowType> readListType(const QString& text, const QString& word)
{
    for (const auto& entry : kListTypes) {
        const QLatin1String written(entry.written);
        if (!word.startsWith(written))
            continue;
        if (word.size() > written.size() && word.at(written.size()) != u'_')
            continue;
        RowType type;
        type.type = QLatin1String(entry.type);
        // `select_one_yn` is one word and no type; the list stands behind a space.
        if (word.size() > written.size() && text.at(written.size()) != u' ')
            continue;
        type.list = text.mid(written.size() + 1).trimmed();
        static const QRegularExpression other(u"^(.*)\\s(or_other|or other|or specify other)$"_s,
                                              QRegularExpression::CaseInsensitiveOption);
        if (const auto match = other.match(type.list); match.hasMatch()) {
            type.orOther = true;
            type.list = match.captured(1).trimmed();
        }
        return type;
    }
    return std::nullopt;
}

}  // namespace

std::optional<RowType> readRowType(const QString& cell)
{
    const auto text = cell.simplified();
    auto word = text.toLower();
    word.replace(u' ', u'_');
    if (const auto container = readContainer(word))
        return container;
    for (const auto& entry : kTypes) {
        if (word != QLatin1String(entry.written))
            continue;
        RowType type;
        type.type = QLatin1String(entry.type);
        type.kind = entry.kind;
        return type;
    }
    return readListType(text, word);
}

QString nearestType(const QString& cell)
{
    QStringList words{u"begin group"_s, u"end group"_s, u"begin repeat"_s, u"end repeat"_s};
    for (const auto& entry : kListTypes)
        words.append(QLatin1String(entry.written));
    for (const auto& entry : kTypes)
        words.append(QLatin1String(entry.written));
    const auto whole = nearestWord(cell.simplified(), words);
    return whole.isEmpty() ? nearestWord(cell.simplified().section(u' ', 0, 0), words) : whole;
}

bool isDateType(const QString& type)
{
    return type == u"date" || type == u"time" || type == u"dateTime" || type == u"partial_date";
}

}  // namespace prohori
