// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/FunctionTable.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int many = -1;

/// In the order of forms.md 6.3; missing() of section 1.3 ends it.
constexpr std::array signatures{
    FunctionSignature{"true", 0, 0, false, true},
    FunctionSignature{"false", 0, 0, false, true},
    FunctionSignature{"not", 1, 1, false, true},
    FunctionSignature{"boolean", 1, 1, false, true},
    FunctionSignature{"boolean-from-string", 1, 1, false, true},
    FunctionSignature{"if", 3, 3},
    FunctionSignature{"coalesce", 2, 2},
    FunctionSignature{"once", 1, 1},
    FunctionSignature{"string", 0, 1},
    FunctionSignature{"number", 0, 1},
    FunctionSignature{"int", 1, 1},
    FunctionSignature{"round", 1, 2},
    FunctionSignature{"abs", 1, 1},
    FunctionSignature{"floor", 1, 1},
    FunctionSignature{"ceiling", 1, 1},
    FunctionSignature{"sqrt", 1, 1},
    FunctionSignature{"exp", 1, 1},
    FunctionSignature{"log", 1, 1},
    FunctionSignature{"log10", 1, 1},
    FunctionSignature{"pow", 2, 2},
    FunctionSignature{"pi", 0, 0},
    FunctionSignature{"sum", 1, 1},
    FunctionSignature{"min", 0, many},
    FunctionSignature{"max", 0, many},
    FunctionSignature{"count", 1, 1},
    FunctionSignature{"count-non-empty", 1, 1},
    FunctionSignature{"concat", 0, many},
    FunctionSignature{"join", 1, many},
    FunctionSignature{"substr", 2, 3},
    FunctionSignature{"substring", 2, 3},
    FunctionSignature{"substring-before", 2, 2},
    FunctionSignature{"substring-after", 2, 2},
    FunctionSignature{"string-length", 0, 1},
    FunctionSignature{"contains", 2, 2, false, true},
    FunctionSignature{"starts-with", 2, 2, false, true},
    FunctionSignature{"ends-with", 2, 2, false, true},
    FunctionSignature{"normalize-space", 0, 1},
    FunctionSignature{"translate", 3, 3},
    FunctionSignature{"regex", 2, 2, false, true},
    FunctionSignature{"selected", 2, 2, false, true},
    FunctionSignature{"count-selected", 1, 1},
    FunctionSignature{"selected-at", 2, 2},
    FunctionSignature{"jr:choice-name", 2, 2},
    FunctionSignature{"indexed-repeat", 3, 7},
    FunctionSignature{"position", 0, 1},
    FunctionSignature{"last", 0, 0},
    FunctionSignature{"current", 0, 0},
    FunctionSignature{"instance", 1, 1},
    FunctionSignature{"pulldata", 4, 4},
    FunctionSignature{"randomize", 1, 2},
    FunctionSignature{"today", 0, 0, true},
    FunctionSignature{"now", 0, 0, true},
    FunctionSignature{"date", 1, 1},
    FunctionSignature{"date-time", 1, 1},
    FunctionSignature{"format-date", 2, 2},
    FunctionSignature{"format-date-time", 2, 2},
    FunctionSignature{"decimal-date-time", 1, 1},
    FunctionSignature{"decimal-time", 1, 1},
    FunctionSignature{"checklist", 2, many, false, true},
    FunctionSignature{"weighted-checklist", 2, many, false, true},
    FunctionSignature{"random", 0, 0, true},
    FunctionSignature{"uuid", 0, 1, true},
    FunctionSignature{"digest", 2, 3},
    FunctionSignature{"base64-decode", 1, 1},
    FunctionSignature{"missing", 1, 1},
};

/// Levenshtein; words much longer than each other are given up early.
qsizetype editDistance(const QString& left, const QString& right)
{
    if (qAbs(left.size() - right.size()) > 2)
        return 3;
    std::vector<qsizetype> row(static_cast<size_t>(right.size()) + 1);
    std::iota(row.begin(), row.end(), qsizetype(0));
    for (qsizetype i = 0; i < left.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i + 1;
        for (qsizetype j = 0; j < right.size(); ++j) {
            const size_t place = static_cast<size_t>(j) + 1;
            const qsizetype replaced = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[place];
            row[place] = std::min({replaced, row[place] + 1, row[place - 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

int findFunction(const QString& name)
{
    static const QHash<QString, int> places = [] {
        QHash<QString, int> all;
        for (size_t place = 0; place < signatures.size(); ++place)
            all.insert(QString::fromLatin1(signatures[place].name), static_cast<int>(place));
        return all;
    }();
    return places.value(name, -1);
}

const FunctionSignature& functionAt(int place)
{
    return signatures.at(static_cast<size_t>(place));
}

int functionCount()
{
    return static_cast<int>(signatures.size());
}

bool isReservedFunction(const QString& name)
{
    static const QSet<QString> reserved{
        u"area"_s, u"distance"_s, u"geofence"_s, u"sin"_s,  u"cos"_s, u"tan"_s,   u"asin"_s,
        u"acos"_s, u"atan"_s,     u"atan2"_s,    u"lang"_s, u"id"_s,  u"exp10"_s, u"extract-signed"_s,
    };
    return reserved.contains(name);
}

QString nearestWord(const QString& word, const QStringList& candidates)
{
    const QString wanted = word.toCaseFolded();
    qsizetype best = qMin(qsizetype(3), wanted.size());
    QString nearest;
    for (const QString& candidate : candidates) {
        const qsizetype distance = editDistance(wanted, candidate.toCaseFolded());
        if (distance >= best)
            continue;
        best = distance;
        nearest = candidate;
    }
    return nearest;
}

}  // namespace prohori
