// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/UpgradeStage.h"

#include "app/station/AnswerCodec.h"
#include "app/station/UpgradeData.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kSealed = u"sealed"_s;
const QString kNoValue = u"no-value"_s;
const QString kFixed = u"fixed"_s;

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

/// Whatever is known of an answer at one place is known of it at the other one from now on.
template <typename Fact>
void follow(QHash<AnswerPath, Fact>& facts, const AnswerPath& from, const AnswerPath& to)
{
    if (facts.contains(from))
        facts.insert(to, facts.take(from));
}

}  // namespace

void UpgradeStage::apply(const UpgradeRules& rules, const QString& record)
{
    UpgradeValues values = gather();
    const Answers old = m_upgraded.answers;
    UpgradeSteps steps(record, values);
    steps.apply(rules.steps);
    for (qsizetype at = 0; at < values.values.size(); ++at)
        place(values, at);
    // First they all leave, then they all arrive: two may change places.
    for (qsizetype at = 0; at < values.values.size(); ++at)
        leave(at);
    for (qsizetype at = 0; at < values.values.size(); ++at)
        arrive(at, values.values.at(at));
    for (const UpgradeStep& step : rules.steps) {
        if (step.kind == UpgradeStep::Compute)
            compute(step, values, old);
    }
}

/// What the older form knows of the case. Answers that only a newer program wrote are none of the steps' business.
UpgradeValues UpgradeStage::gather()
{
    UpgradeValues values;
    QHash<QString, UpgradeWay> ways = waysOf(m_from, m_upgraded.answers);
    for (const AnswerRow& row : std::as_const(m_upgraded.answers.rows)) {
        if (ways.contains(row.row))
            values.instances.append(ways.value(row.row));
    }
    for (const AnswerPath& path : inOrder(m_upgraded.answers.values.keys(), m_upgraded.answers.rows)) {
        const FieldDefinition* field = fieldAt(m_from, path);
        if (!field || (!path.row.isEmpty() && !ways.contains(path.row)))
            continue;
        UpgradeValue value;
        value.oldItem = itemOf(m_from, *field);
        value.name = field->name;
        value.way = ways.value(path.row);
        value.value = dataValue(m_upgraded.answers.value(path));
        values.values.append(value);
        m_travellers.append({path, path, value});
    }
    return values;
}

/// Decides where a value goes: to its own place when it stays, nowhere when it is parked.
void UpgradeStage::place(const UpgradeValues& values, qsizetype at)
{
    const UpgradeValue& value = values.values.at(at);
    Traveller& traveller = m_travellers[at];
    const bool same = value.name == traveller.before.name && value.way == traveller.before.way;
    if (!value.parked && same)
        return;
    const auto target = value.parked ? std::nullopt : targetOf(value);
    // A new name for the same question, or one that the form does not have: the id decides.
    const bool elsewhere = value.parked || value.way.size() != traveller.before.way.size();
    if (target ? *target == traveller.at : !elsewhere)
        return;
    QString why = fieldAt(m_to, traveller.at) ? whyFixed(traveller.at) : QString();
    if (target && why.isEmpty())
        why = m_upgraded.answers.value(traveller.at).sealed ? kSealed : whyFixed(*target);
    if (!why.isEmpty()) {
        m_upgraded.left.insert(m_upgraded.origin(traveller.at), why);
        return;
    }
    if (target)
        makeRows(value.way);
    traveller.target = target.value_or(AnswerPath());
}

void UpgradeStage::leave(qsizetype at)
{
    const Traveller& traveller = m_travellers.at(at);
    if (traveller.target == traveller.at)
        return;
    const AnswerPath origin = m_upgraded.origin(traveller.at);
    if (fieldAt(m_to, traveller.at) && traveller.target == AnswerPath())
        m_upgraded.cleared.insert(origin);
    m_upgraded.answers.values.remove(traveller.at);
}

void UpgradeStage::arrive(qsizetype at, const UpgradeValue& value)
{
    const Traveller& traveller = m_travellers.at(at);
    const AnswerPath& target = traveller.target;
    if (target == AnswerPath())
        return;
    if (target != traveller.at) {
        const auto was = dataAnswer(traveller.before.value);
        const AnswerPath origin = m_upgraded.origin(traveller.at);
        // The place is taken: by another one that came before, or by what a newer program wrote. It stays beside the form.
        if (m_upgraded.answers.values.contains(target)) {
            if (fieldAt(m_to, traveller.at))
                m_upgraded.cleared.insert(origin);
            return;
        }
        m_upgraded.moved.insert(origin, target);
        follow(m_upgraded.replaced, traveller.at, target);
        follow(m_upgraded.computed, traveller.at, target);
        if (m_upgraded.identities.remove(traveller.at))
            m_upgraded.identities.insert(target);
        m_upgraded.answers.values.insert(target, was);
    }
    if (value.value != traveller.before.value)
        replace(target, dataAnswer(value.value));
}

/// The question of that name within the repeats that the way leads through.
std::optional<AnswerPath> UpgradeStage::targetOf(const UpgradeValue& value) const
{
    const auto group = groupOf(value.way);
    if (!group)
        return std::nullopt;
    const QString row = value.way.isEmpty() ? QString() : value.way.constLast().id;
    for (const FieldDefinition* field : fieldsNamed(m_to, value.name)) {
        const FormItem* item = itemOf(m_to, *field);
        if (repeatOf(m_to, field->group) == *group && field->type != FieldType::File && item && value.oldItem
            && typeHolds(*value.oldItem, *item))
            return AnswerPath{field->group, row, field->id};
    }
    return std::nullopt;
}

/// The repeat that the way leads to, 0 for none; nothing when the newer form has no such way, or the rows are of another repeat.
std::optional<quint32> UpgradeStage::groupOf(const UpgradeWay& way) const
{
    quint32 around = 0;
    for (const UpgradeInstance& instance : way) {
        const GroupDefinition* group = repeatNamed(m_to, instance.repeat, around);
        const AnswerRow* row = m_upgraded.answers.findRow(instance.id);
        const bool made = !row && instance.oldRepeat.isEmpty();
        if (!group || !(made || (row && row->group == group->id)))
            return std::nullopt;
        around = group->id;
    }
    return around;
}

void UpgradeStage::makeRows(const UpgradeWay& way)
{
    QString parent;
    quint32 around = 0;
    for (const UpgradeInstance& instance : way) {
        around = repeatNamed(m_to, instance.repeat, around)->id;
        if (!hasRow(instance.id)) {
            m_upgraded.answers.rows.append({around, instance.id, parent});
            m_upgraded.rows.append(m_upgraded.answers.rows.constLast());
        }
        parent = instance.id;
    }
}

bool UpgradeStage::hasRow(const QString& row) const
{
    return row.isEmpty() || m_upgraded.answers.findRow(row);
}

void UpgradeStage::compute(const UpgradeStep& step, const UpgradeValues& values, const Answers& old)
{
    for (const FieldDefinition* field : fieldsNamed(m_to, step.questions.first())) {
        const quint32 repeat = repeatOf(m_to, field->group);
        QList<UpgradeWay> ways;
        for (const UpgradeWay& way : repeat == 0 ? QList<UpgradeWay>{UpgradeWay()} : values.instances) {
            const QString row = way.isEmpty() ? QString() : way.constLast().id;
            if (groupOf(way) == repeat && hasRow(row))
                ways.append(way);
        }
        const FormPackage& form = *m_from.package();
        const auto results = computeOver(caseData(m_from, old), form, step.expression, ways);
        const auto shut = computeOver(caseData(m_from, withoutIdentities(old)), form, step.expression, ways);
        for (qsizetype at = 0; at < ways.size(); ++at) {
            const QString row = ways.at(at).isEmpty() ? QString() : ways.at(at).constLast().id;
            const AnswerPath path{field->group, row, field->id};
            if (putComputed(path, results.at(at)) && shut.at(at).sealed)
                m_upgraded.identities.insert(path);
        }
    }
}

/// What hangs on an identifying answer is told by working it out as one who does not see it.
Answers UpgradeStage::withoutIdentities(Answers answers) const
{
    for (auto it = answers.values.begin(); it != answers.values.end(); ++it) {
        const FieldDefinition* field = fieldAt(m_from, it.key());
        const bool identity =
            (field && field->tier == FieldTier::Identifying) || m_upgraded.identities.contains(it.key());
        if (identity && !it->isBlank())
            *it = Answer{{}, {}, true};
    }
    return answers;
}

/// True when it was put there.
bool UpgradeStage::putComputed(const AnswerPath& path, const ComputedValue& value)
{
    const Answer before = m_upgraded.answers.value(path);
    const AnswerPath origin = m_upgraded.origin(path);
    const bool newer = origin == path && !fieldAt(m_from, path);
    // What a newer program wrote there already is an answer that somebody gave.
    if (newer && !before.isBlank() && !before.sealed)
        return false;
    const Answer now{value.text.value_or(QString()), {}, false};
    const QString fixed = now == before ? QString() : whyFixed(path);
    const QString why = value.sealed ? kSealed : value.text ? fixed : kNoValue;
    if (!why.isEmpty())
        m_upgraded.left.insert(origin, why);
    if (!why.isEmpty() || now == before)
        return false;
    m_upgraded.replaced.remove(path);
    m_upgraded.computed.insert(path, before);
    m_upgraded.answers.set(path, now);
    return true;
}

void UpgradeStage::replaceRetired()
{
    for (const AnswerPath& path : m_upgraded.answers.values.keys()) {
        const FieldDefinition* field = fieldAt(m_to, path);
        if (!field || field->list.isEmpty())
            continue;
        const QStringList was = codesOf(m_upgraded.answers.value(path).text);
        QStringList now;
        for (const QString& code : was)
            now.append(replacement(m_from, m_to, field->list, code));
        if (now == was)
            continue;
        now.removeDuplicates();
        replace(path, {now.join(u' '), {}, false});
    }
}

void UpgradeStage::replace(const AnswerPath& path, const Answer& answer)
{
    if (!whyFixed(path).isEmpty())
        return;
    if (!m_upgraded.replaced.contains(path))
        m_upgraded.replaced.insert(path, m_upgraded.answers.value(path));
    m_upgraded.answers.set(path, answer);
}

/// Why the answer there must stay: what the program works out, remarks, and what would be written together with an answer that cannot be
/// read. Empty when it may change.
QString UpgradeStage::whyFixed(const AnswerPath& path) const
{
    const QString why = whyFixedIn(m_to, path);
    return why.isEmpty() ? whyFixedIn(m_newest, path) : why;
}

QString UpgradeStage::whyFixedIn(const FormDefinition& form, const AnswerPath& path) const
{
    const FieldDefinition* field = fieldAt(form, path);
    if (!field)
        return {};
    const Answer answer = m_upgraded.answers.value(path);
    if (field->required == RequiredLevel::Auto || (field->merge == FieldMerge::Append && !answer.isBlank()))
        return kFixed;
    const QList<quint32> together = form.mergeGroupFields(field->group, field->mergeGroup);
    const bool sealed = std::any_of(together.begin(), together.end(), [&](quint32 id) {
        return m_upgraded.answers.value({path.group, path.row, id}).sealed;
    });
    return sealed || answer.sealed ? kSealed : QString();
}

const FieldDefinition* fieldAt(const FormDefinition& form, const AnswerPath& path)
{
    const FieldDefinition* field = form.field(path.field);
    return field && field->group == path.group ? field : nullptr;
}

QList<AnswerPath> inOrder(QList<AnswerPath> paths, const QList<AnswerRow>& rows)
{
    QHash<QString, int> places;
    for (const AnswerRow& row : rows)
        places.insert(row.row, static_cast<int>(places.size()) + 1);
    std::sort(paths.begin(), paths.end(), [&](const AnswerPath& a, const AnswerPath& b) {
        const int one = places.value(a.row);
        const int other = places.value(b.row);
        return std::tie(a.group, one, a.row, a.field) < std::tie(b.group, other, b.row, b.field);
    });
    return paths;
}

}  // namespace prohori
