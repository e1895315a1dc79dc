// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/UpgradePlan.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QStringList codes(const QString& text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

/// What `code` of the list has become in the newer form; itself where it is in use or nothing replaces it.
QString replacement(const FormDefinition& from, const FormDefinition& to, const QString& list,
                    const QString& code)
{
    const ChoiceList* newer = to.list(list);
    const ChoiceList* older = from.list(list);
    QString now = code;
    for (QSet<QString> walked; newer && !walked.contains(now);) {
        walked.insert(now);
        const Choice* choice = newer->find(now);
        if (choice && !choice->retired)
            return now;
        if (!choice && older)
            choice = older->find(now);
        if (!choice || choice->replacedBy.isEmpty())
            return code;
        now = choice->replacedBy;
    }
    return code;
}

const SectionDefinition* sectionOf(const FormDefinition& form, const FieldDefinition& field)
{
    for (const SectionDefinition& section : form.group(field.group)->sections) {
        if (section.name == field.section)
            return &section;
    }
    return nullptr;
}

Texts sectionLabel(const FormDefinition& form, const FieldDefinition& field)
{
    const SectionDefinition* section = sectionOf(form, field);
    return section ? section->label : form.group(field.group)->label;
}

const FieldDefinition* fieldAt(const FormDefinition& form, const AnswerPath& path)
{
    const FieldDefinition* field = form.field(path.field);
    return field && field->group == path.group ? field : nullptr;
}

}  // namespace

UpgradePlan::UpgradePlan(const FormShelf& forms, FormPtr before, const Answers& shown, const Answers& read)
    : m_forms(forms),
      m_before(std::move(before)),
      m_newest(forms.newest()),
      m_shown(shown),
      m_after(read)
{
    for (auto it = shown.values.begin(); it != shown.values.end(); ++it) {
        if (!m_after.values.contains(it.key()))
            m_after.values.insert(it.key(), *it);
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
        m_ids.clear();
        for (const FieldDefinition& field : from->fields())
            m_ids[field.name].insert(field.id);
        if (*rules) {
            if (auto applied = apply(**rules, *to); !applied)
                return applied;
        }
        replaceRetired(*from, *to);
        from = to;
    }
    m_after.values.removeIf([this](auto it) { return !fieldAt(*m_newest, it.key()); });
    return {};
}

Result<> UpgradePlan::apply(const UpgradeRules& rules, const FormDefinition& to)
{
    for (const UpgradeStep& step : rules.steps) {
        switch (step.kind) {
        case UpgradeStep::Rename: rename(step, to); break;
        case UpgradeStep::Map: map(step); break;
        case UpgradeStep::Park: park(step); break;
        case UpgradeStep::Compute:
        case UpgradeStep::IntoRepeat:
        case UpgradeStep::OutOfRepeat:
            return Error{ErrorCode::Invalid,
                         u"the rules of form version %1 have a step that cases cannot take: of '%2'"_s.arg(
                             to.version(), step.questions.value(0)),
                         u"upgrade-step"_s};
        }
    }
    return {};
}

/// A question that keeps its id has only another name; one with another id takes the answer over, and the old one stays beside the form.
void UpgradePlan::rename(const UpgradeStep& step, const FormDefinition& to)
{
    const QString name = step.questions.value(0);
    const QList<AnswerPath> paths = pathsOf(name);
    const QSet<quint32> ids = m_ids.take(name);
    for (const quint32 id : ids) {
        if (to.field(id))
            m_ids[step.to].insert(id);
    }
    for (const AnswerPath& path : paths) {
        const GroupDefinition* group = to.group(path.group);
        const FieldDefinition* field = group ? to.field(group->name, step.to) : nullptr;
        if (!field)
            continue;
        m_ids[step.to].insert(field->id);
        const AnswerPath now{path.group, path.row, field->id};
        if (now == path || m_after.values.contains(now))
            continue;
        m_after.values.insert(now, m_after.values.value(path));
        m_renamed.insert(m_renamed.key(path, path), now);
    }
}

void UpgradePlan::map(const UpgradeStep& step)
{
    for (const AnswerPath& path : pathsOf(step.questions.value(0))) {
        const QString text = m_after.value(path).text;
        if (const auto whole = step.values.constFind(text); whole != step.values.constEnd()) {
            put(path, {*whole});
            continue;
        }
        QStringList now;
        for (const QString& code : codes(text))
            now.append(step.values.value(code, code));
        if (now != codes(text))
            put(path, now);
    }
}

void UpgradePlan::park(const UpgradeStep& step)
{
    for (const AnswerPath& path : pathsOf(step.questions.value(0))) {
        if (mayChange(path)) {
            m_cleared.insert(path);
            m_after.values.remove(path);
        }
    }
}

void UpgradePlan::replaceRetired(const FormDefinition& from, const FormDefinition& to)
{
    for (const AnswerPath& path : m_after.values.keys()) {
        const FieldDefinition* field = fieldAt(to, path);
        if (!field || field->list.isEmpty())
            continue;
        const QStringList was = codes(m_after.value(path).text);
        QStringList now;
        for (const QString& code : was)
            now.append(replacement(from, to, field->list, code));
        if (now != was)
            put(path, now);
    }
}

void UpgradePlan::put(const AnswerPath& path, const QStringList& codes)
{
    if (!mayChange(path))
        return;
    QStringList once = codes;
    once.removeDuplicates();
    if (!m_mapped.contains(path))
        m_mapped.insert(path, m_after.value(path));
    m_after.set(path, {once.join(u' '), {}, false});
}

/// What the program works out, and what would have to be written together with an answer that cannot be read, stays.
bool UpgradePlan::mayChange(const AnswerPath& path) const
{
    const FieldDefinition* field = fieldAt(*m_newest, path);
    if (!field || field->required == RequiredLevel::Auto || m_after.value(path).sealed)
        return false;
    const QList<quint32> together = m_newest->mergeGroupFields(field->group, field->mergeGroup);
    return std::none_of(together.begin(), together.end(), [&](quint32 id) {
        return m_after.value({path.group, path.row, id}).sealed;
    });
}

/// The answers to the questions that bear this name now, in order.
QList<AnswerPath> UpgradePlan::pathsOf(const QString& question) const
{
    const QSet<quint32> ids = m_ids.value(question);
    QList<AnswerPath> paths;
    for (auto it = m_after.values.begin(); it != m_after.values.end(); ++it) {
        if (ids.contains(it.key().field))
            paths.append(it.key());
    }
    return sorted(paths);
}

QList<AnswerPath> UpgradePlan::sorted(QList<AnswerPath> paths) const
{
    QHash<QString, int> places;
    for (const AnswerRow& row : m_shown.rows)
        places.insert(row.row, static_cast<int>(places.size()) + 1);
    std::sort(paths.begin(), paths.end(), [&](const AnswerPath& a, const AnswerPath& b) {
        const int one = places.value(a.row);
        const int other = places.value(b.row);
        return std::tie(a.group, one, a.row, a.field) < std::tie(b.group, other, b.row, b.field);
    });
    return paths;
}

UpgradeLine UpgradePlan::lineOf(const AnswerPath& path) const
{
    UpgradeLine line;
    line.path = path;
    if (const FieldDefinition* was = fieldAt(*m_before, path)) {
        line.was = was->label;
        line.wasIn = sectionLabel(*m_before, *was);
    }
    if (const FieldDefinition* now = fieldAt(*m_newest, m_renamed.value(path, path))) {
        line.now = now->label;
        line.nowIn = sectionLabel(*m_newest, *now);
    }
    return line;
}

void UpgradePlan::tell(CaseUpgrade& upgrade) const
{
    for (const AnswerPath& path : sorted(m_shown.values.keys())) {
        const FieldDefinition* was = fieldAt(*m_before, path);
        const FieldDefinition* now = fieldAt(*m_newest, m_renamed.value(path, path));
        if (!was)
            continue;
        if (!now || m_cleared.contains(path))
            upgrade.parked.append(lineOf(path));
        else if (was->id != now->id || was->name != now->name || was->section != now->section)
            upgrade.moved.append(lineOf(path));
    }
    for (const AnswerPath& path : sorted(m_mapped.keys())) {
        const Answer from = m_mapped.value(path);
        const Answer to = m_after.value(path);
        if (from == to)
            continue;
        UpgradeLine line = lineOf(m_renamed.key(path, path));
        line.from = from;
        line.to = to;
        upgrade.mapped.append(line);
    }
}

}  // namespace prohori
