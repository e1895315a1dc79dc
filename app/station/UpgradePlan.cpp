// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/UpgradePlan.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Texts sectionLabel(const FormDefinition& form, const FieldDefinition& field)
{
    for (const SectionDefinition& section : form.group(field.group)->sections) {
        if (section.name == field.section)
            return section.label;
    }
    return form.group(field.group)->label;
}

}  // namespace

UpgradePlan::UpgradePlan(const FormShelf& forms, const RecordId& record, FormPtr before, const Answers& shown,
                         const Answers& read)
    : m_forms(forms),
      m_record(record),
      m_before(std::move(before)),
      m_newest(forms.newest()),
      m_shown(shown),
      m_known(read.rows)
{
    Answers& answers = m_upgraded.answers;
    answers = read;
    for (auto it = shown.values.begin(); it != shown.values.end(); ++it) {
        if (!answers.values.contains(it.key()))
            answers.values.insert(it.key(), *it);
    }
    for (const AnswerRow& row : shown.rows) {
        if (!answers.findRow(row.row))
            answers.rows.append(row);
    }
}

Result<> UpgradePlan::make()
{
    FormPtr from = m_before;
    for (const QString& version : m_forms.versions()) {
        if (compareVersions(version, m_before->version()) <= 0)
            continue;
        const FormPtr to = m_forms.find(version);
        const auto rules = m_forms.rules(version);
        if (!rules)
            return rules.error();
        UpgradeStage stage(*from, *to, *m_newest, m_upgraded);
        if (*rules)
            stage.apply(**rules, m_record.toString());
        stage.replaceRetired();
        from = to;
    }
    // Only what the newest form asks for is written.
    const auto isMade = [&](const AnswerRow& row) {
        return m_newest->group(row.group)
            && std::any_of(m_upgraded.rows.begin(), m_upgraded.rows.end(),
                           [&](const AnswerRow& made) { return made.row == row.row; });
    };
    const auto isKnown = [&](const AnswerRow& row) {
        return std::any_of(m_known.begin(), m_known.end(),
                           [&](const AnswerRow& known) { return known.row == row.row; });
    };
    m_upgraded.rows.removeIf([&](const AnswerRow& row) { return isKnown(row) || !isMade(row); });
    m_upgraded.answers.rows.removeIf([&](const AnswerRow& row) { return !isKnown(row) && !isMade(row); });
    m_upgraded.answers.values.removeIf([&](auto it) {
        const QString& row = it.key().row;
        return !fieldAt(*m_newest, it.key()) || !(row.isEmpty() || m_upgraded.answers.findRow(row));
    });
    return {};
}

UpgradeLine UpgradePlan::lineOf(const AnswerPath& path) const
{
    UpgradeLine line;
    line.path = path;
    line.nowPath = m_upgraded.moved.value(path, path);
    if (const FieldDefinition* was = fieldAt(*m_before, path)) {
        line.was = was->label;
        line.wasIn = sectionLabel(*m_before, *was);
    }
    if (const FieldDefinition* now = fieldAt(*m_newest, line.nowPath)) {
        line.now = now->label;
        line.nowIn = sectionLabel(*m_newest, *now);
    }
    return line;
}

UpgradeLine UpgradePlan::lineOfNow(const AnswerPath& now) const
{
    return lineOf(m_upgraded.origin(now));
}

/// What became of the answers that the case had.
void UpgradePlan::tellOld(CaseUpgrade& upgrade) const
{
    for (const AnswerPath& path : inOrder(m_shown.values.keys(), m_shown.rows)) {
        const FieldDefinition* was = fieldAt(*m_before, path);
        const FieldDefinition* now = fieldAt(*m_newest, m_upgraded.moved.value(path, path));
        if (!was || m_upgraded.left.contains(path))
            continue;
        if (!now || m_upgraded.cleared.contains(path))
            upgrade.parked.append(lineOf(path));
        else if (was->id != now->id || was->name != now->name || was->section != now->section
                 || was->group != now->group)
            upgrade.moved.append(lineOf(path));
    }
}

void UpgradePlan::tellLeft(CaseUpgrade& upgrade) const
{
    for (const AnswerPath& path : inOrder(m_upgraded.left.keys(), m_upgraded.answers.rows)) {
        UpgradeLine line = lineOf(path);
        line.why = m_upgraded.left.value(path);
        if (const FormPtr form = m_forms.whoKnows(path.field);
            line.was.isEmpty() && line.now.isEmpty() && form)
            line.was = form->field(path.field)->label;
        upgrade.left.append(line);
    }
}

void UpgradePlan::tell(CaseUpgrade& upgrade) const
{
    const Answers& after = m_upgraded.answers;
    tellOld(upgrade);
    for (const AnswerPath& path : inOrder(m_upgraded.replaced.keys(), after.rows)) {
        UpgradeLine line = lineOfNow(path);
        line.from = m_upgraded.replaced.value(path);
        line.to = after.value(path);
        if (line.from != line.to && fieldAt(*m_newest, path) && !m_upgraded.computed.contains(path))
            upgrade.mapped.append(line);
    }
    for (const AnswerPath& path : inOrder(m_upgraded.computed.keys(), after.rows)) {
        UpgradeLine line = lineOfNow(path);
        line.from = m_upgraded.computed.value(path);
        line.to = after.value(path);
        if (line.from != line.to && fieldAt(*m_newest, path))
            upgrade.computed.append(line);
    }
    upgrade.rows = m_upgraded.rows;
    tellLeft(upgrade);
}

}  // namespace prohori
