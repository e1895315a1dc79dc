// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormComparison.h"

#include "forms/definition/FormTree.h"
#include "forms/definition/ItemRules.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

class Comparison {
public:
    Comparison(const FormPackage& before, const FormPackage& after, const UpgradeRules* rules)
        : m_before(before),
          m_after(after),
          m_old(before.data),
          m_new(after.data),
          m_rules(rules)
    {}

    FormComparison run()
    {
        pairRows();
        for (int row = 1; row < m_old.size(); ++row)
            compareRow(row);
        for (int row = 1; row < m_new.size(); ++row) {
            if (!m_newPartners.contains(row) && !m_new.item(row).isContainer())
                add(ChangeClass::Safe, row, u"type"_s, u"question '%1' added"_s.arg(m_new.item(row).name));
        }
        return m_result;
    }

private:
    // ---- who is who
    void pair(int old, int now)
    {
        m_partners.insert(old, now);
        m_newPartners.insert(now, old);
    }

    /// Same path first, then the only one of that name, then an earlier name.
    void pairRows()
    {
        pair(0, 0);
        for (int row = 1; row < m_old.size(); ++row) {
            if (const int same = m_new.find(m_old.item(row).path); same >= 0)
                pair(row, same);
        }
        for (int row = 1; row < m_old.size(); ++row) {
            if (m_partners.contains(row))
                continue;
            auto found = m_new.named(m_old.item(row).name);
            found.removeIf([&](int other) { return m_newPartners.contains(other); });
            if (!found.isEmpty())
                pair(row, found.first());
        }
        for (int now = 1; now < m_new.size(); ++now) {
            if (m_newPartners.contains(now))
                continue;
            for (const auto& name : earlierNames(m_new.item(now))) {
                for (const int row : m_old.named(name)) {
                    if (!m_partners.contains(row) && !m_newPartners.contains(now))
                        pair(row, now);
                }
            }
        }
    }

    int partner(int old) const { return m_partners.value(old, -1); }

    /// A change of the new row `row`.
    void add(ChangeClass grade, int row, const QString& column, const QString& text)
    {
        m_result.changes.append({grade, m_new.item(row).path, text, column, m_new.item(row).row});
    }

    void addGone(ChangeClass grade, int old, const QString& text)
    {
        m_result.changes.append({grade, m_old.item(old).path, text, u"name"_s, 0});
    }

    /// Blocked, unless upgrade.json says how.
    ChangeClass unlessRuled(const QStringList& names, const QList<UpgradeStep::Kind>& kinds) const
    {
        const bool ruled = m_rules && std::any_of(names.begin(), names.end(), [&](const auto& name) {
                               return m_rules->cover(name, kinds);
                           });
        return ruled ? ChangeClass::Review : ChangeClass::Blocked;
    }

    void compareRow(int old)
    {
        const auto& item = m_old.item(old);
        const int now = partner(old);
        if (item.isContainer())
            return compareContainer(old, now);
        if (now < 0) {
            if (item.kind != ItemKind::Note)
                addGone(ChangeClass::Review, old, u"question '%1' removed"_s.arg(item.name));
            return;
        }
        const auto& other = m_new.item(now);
        if (other.isContainer())
            return add(unlessRuled({item.name}, {UpgradeStep::Park, UpgradeStep::Rename}), now, u"type"_s,
                       u"question '%1' became a %2"_s.arg(item.name, other.type));
        if (item.name != other.name)
            add(ChangeClass::Safe, now, u"name"_s,
                u"question '%1' renamed to '%2'"_s.arg(item.name, other.name));
        compareType(item, other, now);
        compareRepeat(old, now);
        compareRules(item, other, now);
        compareTexts(item, other, now);
        compareChoices(item, other, now);
    }

    void compareContainer(int old, int now)
    {
        const auto& item = m_old.item(old);
        const bool repeat = item.kind == ItemKind::Repeat;
        if (now < 0) {
            const int other = repeat ? successor(old) : -1;
            if (other < 0)
                return addGone(repeat ? ChangeClass::Review : ChangeClass::Safe, old,
                               u"%1 '%2' removed"_s.arg(item.type, item.name));
            m_renamedRepeats.insert(old, other);
            return add(unlessRuled({item.name}, {UpgradeStep::Rename}), other, u"name"_s,
                       u"repeat '%1' renamed to '%2'"_s.arg(item.name, m_new.item(other).name));
        }
        const auto& other = m_new.item(now);
        if (item.kind != other.kind) {
            m_turned.insert(repeat ? old : -1 - now);
            return add(unlessRuled(namesBelow(item), {UpgradeStep::IntoRepeat, UpgradeStep::OutOfRepeat}),
                       now, u"type"_s, u"%1 '%2' became a %3"_s.arg(item.type, item.name, other.type));
        }
        if (repeat && item.name != other.name) {
            m_renamedRepeats.insert(old, now);
            add(unlessRuled({item.name}, {UpgradeStep::Rename}), now, u"name"_s,
                u"repeat '%1' renamed to '%2'"_s.arg(item.name, other.name));
        }
        compareRules(item, other, now);
        compareTexts(item, other, now);
    }

    static QStringList namesBelow(const FormItem& item)
    {
        QStringList names{item.name};
        for (const auto& child : item.children)
            names += namesBelow(child);
        return names;
    }

    /// A new repeat that holds a question of an old one which is gone.
    int successor(int old) const
    {
        for (int row = old + 1; row < m_old.size() && m_old.isInside(row, old); ++row) {
            const int now = partner(row);
            const int repeat = now < 0 ? -1 : m_new.repeatOf(now);
            if (repeat >= 0 && !m_newPartners.contains(repeat) && m_old.repeatOf(row) == old)
                return repeat;
        }
        return -1;
    }

    void compareType(const FormItem& item, const FormItem& other, int now)
    {
        if (item.type == other.type)
            return;
        const auto text = u"type of '%1' changed from %2 to %3"_s.arg(item.name, item.type, other.type);
        if (typeHolds(item, other) || item.kind == ItemKind::Note)
            return add(ChangeClass::Safe, now, u"type"_s, text);
        add(unlessRuled({item.name, other.name},
                        {UpgradeStep::Compute, UpgradeStep::Park, UpgradeStep::Rename}),
            now, u"type"_s, text);
    }

    /// The repeats around must be the same ones; a repeat that was renamed or turned was told by itself.
    void compareRepeat(int old, int now)
    {
        const int before = m_old.repeatOf(old);
        const int after = m_new.repeatOf(now);
        if (before < 0 && after < 0)
            return;
        if (before >= 0 && after >= 0
            && (partner(before) == after || m_renamedRepeats.value(before, -1) == after))
            return;
        if (m_turned.contains(before) || (after >= 0 && m_turned.contains(-1 - after)))
            return;
        const auto& name = m_new.item(now).name;
        const auto text =
            before < 0  ? u"question '%1' moved into repeat '%2'"_s.arg(name, m_new.item(after).name)
            : after < 0 ? u"question '%1' moved out of repeat '%2'"_s.arg(name, m_old.item(before).name)
                        : u"question '%1' moved from repeat '%2' to '%3'"_s.arg(name, m_old.item(before).name,
                                                                                m_new.item(after).name);
        add(unlessRuled({name, m_old.item(old).name},
                        {UpgradeStep::IntoRepeat, UpgradeStep::OutOfRepeat, UpgradeStep::Park}),
            now, u"name"_s, text);
    }

    void compareRules(const FormItem& item, const FormItem& other, int now)
    {
        for (const auto& slot : kRuleSlots) {
            if ((item.*(slot.rule)).written == (other.*(slot.rule)).written)
                continue;
            // A default is given to new records only.
            const auto grade =
                slot.rule == &FormItem::defaultExpression ? ChangeClass::Safe : ChangeClass::Review;
            const auto column = QString::fromLatin1(slot.column);
            add(grade, now, column, u"%1 of '%2' changed"_s.arg(QLatin1String(slot.key), other.name));
        }
    }

    void compareTexts(const FormItem& item, const FormItem& other, int now)
    {
        for (const auto& slot : kTextSlots) {
            if (item.*(slot.texts) != other.*(slot.texts))
                add(ChangeClass::Safe, now, QString::fromLatin1(slot.column),
                    u"%1 of '%2' changed"_s.arg(QLatin1String(slot.key), other.name));
        }
        if (item.appearance != other.appearance)
            add(ChangeClass::Safe, now, u"appearance"_s, u"appearance of '%1' changed"_s.arg(other.name));
    }

    void compareChoices(const FormItem& item, const FormItem& other, int now)
    {
        const auto before = m_before.lists.value(item.list);
        const auto after = m_after.lists.value(other.list);
        if (item.list.isEmpty() || other.list.isEmpty() || item.listFromRepeat || other.listFromRepeat)
            return;
        QHash<QString, const FormChoice*> choices;
        for (const auto& choice : after.choices)
            choices.insert(choice.name, &choice);
        QSet<QString> known;
        for (const auto& choice : before.choices) {
            known.insert(choice.name);
            const auto* found = choices.value(choice.name);
            if (!found)
                add(unlessRuled({item.name, other.name}, {UpgradeStep::Map}), now, u"type"_s,
                    u"choice '%1' of '%2' removed"_s.arg(choice.name, other.name));
            else if (!choice.retired && found->retired)
                add(ChangeClass::Safe, now, u"type"_s,
                    u"choice '%1' of '%2' retired"_s.arg(choice.name, other.name));
            else if (choice.label != found->label)
                add(ChangeClass::Safe, now, u"type"_s,
                    u"label of choice '%1' of '%2' changed"_s.arg(choice.name, other.name));
        }
        for (const auto& choice : after.choices) {
            if (!known.contains(choice.name))
                add(ChangeClass::Safe, now, u"type"_s,
                    u"choice '%1' of '%2' added"_s.arg(choice.name, other.name));
        }
    }

    const FormPackage& m_before;
    const FormPackage& m_after;
    FormTree m_old, m_new;
    const UpgradeRules* m_rules;
    QHash<int, int> m_partners, m_newPartners;
    QHash<int, int> m_renamedRepeats;  ///< old repeat → new one
    QSet<int> m_turned;  ///< old repeats that became groups; as -1 - row new repeats that were groups
    FormComparison m_result;
};

}  // namespace

bool FormComparison::isBlocked() const
{
    return std::any_of(changes.begin(), changes.end(),
                       [](const auto& change) { return change.grade == ChangeClass::Blocked; });
}

FormComparison compareForms(const FormPackage& before, const FormPackage& after, const UpgradeRules* rules)
{
    if (before.formId != after.formId) {
        FormComparison other;
        other.otherForm = true;
        return other;
    }
    return Comparison(before, after, rules).run();
}

QList<AuthorMessage> comparisonMessages(const FormPackage& before, const FormPackage& after,
                                        const UpgradeRules* rules)
{
    QList<AuthorMessage> messages;
    const auto comparison = compareForms(before, after, rules);
    if (comparison.otherForm)
        return messages;
    for (const auto& change : comparison.changes) {
        if (change.grade == ChangeClass::Blocked)
            messages.append({u"survey"_s, change.row, change.column, u"F29"_s,
                             u"This change is not possible without an upgrade rule: %1."_s.arg(change.text)});
    }
    std::stable_sort(messages.begin(), messages.end(),
                     [](const auto& left, const auto& right) { return left.row < right.row; });
    if (compareVersions(after.version, before.version) <= 0)
        messages.append({u"settings"_s, 2, u"version"_s, u"F28"_s,
                         u"The version '%1' must be greater than the published '%2'."_s.arg(after.version,
                                                                                            before.version)});
    return messages;
}

}  // namespace prohori
