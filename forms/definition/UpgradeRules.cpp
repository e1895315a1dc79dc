// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/UpgradeRules.h"

#include "core/base/Json.h"
#include "forms/definition/StrictJson.h"
#include "forms/expression/FunctionTable.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostRulesBytes = 1024 * 1024;
constexpr qsizetype kMostSteps = 2000;

struct StepWord {
    UpgradeStep::Kind kind;
    const char* word;
};
constexpr StepWord kWords[] = {
    {UpgradeStep::Rename, "rename"},
    {UpgradeStep::Map, "map"},
    {UpgradeStep::Compute, "compute"},
    {UpgradeStep::IntoRepeat, "into-repeat"},
    {UpgradeStep::OutOfRepeat, "out-of-repeat"},
    {UpgradeStep::Park, "park"},
};

/// An upgrade must give the same result on every machine and every day.
bool hangsOnTheRecordAlone(const QString& expression)
{
    const auto parsed = parseExpression(expression);
    return parsed.expression
        && std::none_of(parsed.expression->nodes.begin(), parsed.expression->nodes.end(),
                        [](const auto& node) {
                            return node.kind == ExpressionKind::Call && node.function >= 0
                                && functionAt(node.function).volatileResult;
                        });
}

void readDetails(UpgradeStep& step, StrictObject& object)
{
    switch (step.kind) {
    case UpgradeStep::Rename: step.to = object.neededText(u"to"_s); break;
    case UpgradeStep::Map: {
        const auto values = object.map(u"values"_s);
        for (auto value = values.begin(); value != values.end(); ++value)
            step.values.insert(value.key(), value.value());
        break;
    }
    case UpgradeStep::Compute:
        step.expression = object.neededText(u"expression"_s);
        if (!hangsOnTheRecordAlone(step.expression))
            object.fail(u"expression"_s, u"not an expression over the old record"_s);
        break;
    case UpgradeStep::OutOfRepeat:
        step.instance = object.has(u"instance"_s) ? object.number(u"instance"_s, 1'000'000) : 1;
        if (step.instance < 1)
            object.fail(u"instance"_s, u"less than 1"_s);
        [[fallthrough]];
    case UpgradeStep::IntoRepeat: step.repeat = object.neededText(u"repeat"_s); break;
    case UpgradeStep::Park: break;
    }
}

UpgradeStep readStep(const QJsonValue& json, qsizetype at, QString& fault)
{
    StrictObject object(json.toObject(), u"upgrade.json, step %1"_s.arg(at + 1), fault);
    UpgradeStep step;
    const auto word = object.neededText(u"step"_s);
    const auto* found = std::find_if(std::begin(kWords), std::end(kWords),
                                     [&](const auto& entry) { return word == QLatin1String(entry.word); });
    if (found == std::end(kWords)) {
        object.fail(u"step"_s, u"unknown"_s);
        return step;
    }
    step.kind = found->kind;
    const bool several = step.kind == UpgradeStep::IntoRepeat || step.kind == UpgradeStep::OutOfRepeat;
    step.questions = several ? object.words(u"questions"_s) : QStringList{object.neededText(u"question"_s)};
    if (step.questions.isEmpty())
        object.fail(u"questions"_s, u"missing"_s);
    readDetails(step, object);
    object.finish();
    return step;
}

/// The type without where its choices come from.
QString plainType(const FormItem& item)
{
    return item.type.endsWith(u"_from_file"_s) ? item.type.chopped(10) : item.type;
}

}  // namespace

bool UpgradeRules::cover(const QString& name, const QList<UpgradeStep::Kind>& kinds) const
{
    return std::any_of(steps.begin(), steps.end(), [&](const UpgradeStep& step) {
        return kinds.contains(step.kind)
            && (step.questions.contains(name) || step.repeat == name || step.to == name);
    });
}

Result<UpgradeRules> readUpgradeRules(const QByteArray& json)
{
    const auto value = readJson(json, kMostRulesBytes);
    if (!value)
        return value.error();
    QString fault;
    StrictObject top(value->toObject(), u"upgrade.json"_s, fault);
    UpgradeRules rules;
    rules.from = top.neededText(u"from"_s);
    const auto steps = top.array(u"steps"_s);
    if (steps.size() > kMostSteps)
        top.fail(u"steps"_s, u"more than 2,000"_s);
    for (qsizetype at = 0; at < steps.size() && fault.isEmpty(); ++at)
        rules.steps.append(readStep(steps.at(at), at, fault));
    top.finish();
    if (!fault.isEmpty())
        return Error{ErrorCode::Invalid, fault};
    return rules;
}

bool typeHolds(const FormItem& before, const FormItem& after)
{
    const auto from = plainType(before);
    const auto to = plainType(after);
    if (from == to || to == u"text" || (from == u"integer" && to == u"decimal"))
        return true;
    if (from == u"select_one" && to == u"select_multiple")
        return before.list == after.list;
    // A calculation holds whatever it is given, until it is calculated anew.
    return after.kind == ItemKind::Calculate && before.kind == ItemKind::Calculate;
}

QStringList earlierNames(const FormItem& item)
{
    QStringList names;
    for (const auto& name : item.ht("was").split(u',', Qt::SkipEmptyParts))
        names.append(name.trimmed());
    return names;
}

}  // namespace prohori
