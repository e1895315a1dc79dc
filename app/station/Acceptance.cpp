// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/Acceptance.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool answersAreMissing(const CaseView& view)
{
    const QList<Problem> problems = view.engine->check(view.answers, CheckLevel::Submit);
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
        const FieldDefinition* field = view.engine->form().field(problem.path.field);
        return (problem.kind == u"required"_s && field && field->tier == FieldTier::Statistical)
            || problem.kind == u"count"_s;
    });
}

/// The type of case that was first written down; blank when none was.
FieldValue firstClass(const History& history, quint32 field)
{
    for (const ChangePtr& change : history.changes()) {
        for (const Item& item : change->body().items) {
            const auto* set = get_if<SetItem>(&item);
            if (set && set->key.field == field && !set->value.isBlank())
                return set->value;
        }
    }
    return {};
}

Result<bool> classChangeIsExplained(const Station& station, const CaseView& view)
{
    const auto history = station.store().history(view.state.record);
    if (!history)
        return history.error();
    const FormDefinition& form = view.engine->form();
    const auto field = [&](const QString& name) { return form.field(u"case"_s, name); };
    const FieldDefinition* classField = field(u"case_class"_s);
    if (!classField)
        return true;
    const FoldedValue* now = view.state.value({classField->group, {}, classField->id});
    const FieldValue first = firstClass(*history, classField->id);
    if (!now || first.isBlank() || first == now->value)
        return true;
    const auto isAnswered = [&](const QString& name) {
        const FieldDefinition* reason = field(name);
        return reason && !view.answers.value({reason->group, {}, reason->id}).isBlank();
    };
    return isAnswered(u"class_change_reason"_s) || isAnswered(u"class_reason"_s);
}

QString word(bool holds)
{
    return holds ? u"true"_s : u"false"_s;
}

}  // namespace

Result<QList<ChecklistItem>> acceptanceChecklist(const Station& station, const CaseView& view)
{
    QList<ChecklistItem> points = view.engine->checklist(u"checklist_b"_s, view.answers);
    for (ChecklistItem& point : points) {
        if (point.name == u"checklist_b01"_s) {
            point.holds = word(point.holds != u"false"_s && !answersAreMissing(view));
        } else if (point.name == u"checklist_b03"_s) {
            const auto explained = classChangeIsExplained(station, view);
            if (!explained)
                return explained.error();
            point.holds = word(*explained);
        }
    }
    return points;
}

}  // namespace prohori
