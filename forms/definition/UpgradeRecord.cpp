// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormTree.h"
#include "forms/definition/UpgradeSteps.h"

#include <QJsonArray>

#include <map>
#include <memory>
#include <vector>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

using Way = UpgradeWay;

/// The new record while it is filled: the answers of one instance, and the instances inside it.
struct Frame {
    QString id;
    QJsonObject marks;
    std::map<int, QJsonValue> values;
    std::map<int, std::vector<std::unique_ptr<Frame>>> rows;
};

class Upgrade {
public:
    Upgrade(const QJsonObject& record, const FormPackage& before, const FormPackage& after,
            const UpgradeRules& rules)
        : m_record(record),
          m_data(record.value(u"data").toObject()),
          m_before(before),
          m_after(after),
          m_rules(rules),
          m_oldTree(before.data),
          m_tree(after.data)
    {}

    UpgradedRecord run()
    {
        m_found = valuesOf(m_data, m_before);
        m_steps.apply(m_rules.steps);
        for (const auto& way : m_found.instances)
            frameFor(way, true);
        for (const auto& value : m_found.values)
            place(value);
        for (const auto& step : m_rules.steps) {
            if (step.kind == UpgradeStep::Compute)
                compute(step);
        }
        return finish();
    }

private:
    /// The rows of that name, or else of that earlier name.
    QList<int> rowsNamed(const QString& name) const
    {
        const auto rows = m_tree.named(name);
        if (!rows.isEmpty())
            return rows;
        QList<int> found;
        for (int row = 1; row < m_tree.size(); ++row) {
            if (earlierNames(m_tree.item(row)).contains(name))
                found.append(row);
        }
        return found;
    }

    /// The repeat of that name within the repeat `around` (-1: outermost), or -1.
    int repeatRow(const QString& name, int around) const
    {
        for (const int row : rowsNamed(name)) {
            if (m_tree.item(row).kind == ItemKind::Repeat && m_tree.repeatOf(m_tree.parent(row)) == around)
                return row;
        }
        return -1;
    }

    /// nullptr when the new form has no such repeat there.
    Frame* frameFor(const Way& way, bool make, int* repeat = nullptr)
    {
        Frame* frame = &m_top;
        int around = -1;
        for (const auto& instance : way) {
            around = repeatRow(instance.repeat, around);
            if (around < 0)
                return nullptr;
            auto& rows = frame->rows[around];
            Frame* next = nullptr;
            for (const auto& row : rows) {
                if (row->id == instance.id)
                    next = row.get();
            }
            if (!next && !make)
                return nullptr;
            if (!next) {
                rows.push_back(std::make_unique<Frame>());
                next = rows.back().get();
                next->id = instance.id;
                next->marks = instance.marks;
            }
            frame = next;
        }
        if (repeat)
            *repeat = around;
        return frame;
    }

    void place(const UpgradeValue& value)
    {
        int repeat = -1;
        auto* frame = frameFor(value.way, false, &repeat);
        if (value.parked || !frame || !value.oldItem || m_steps.computed().contains(value.name))
            return park(value);
        for (const int row : rowsNamed(value.name)) {
            const auto& item = m_tree.item(row);
            if (item.isContainer() || m_tree.repeatOf(row) != repeat || !typeHolds(*value.oldItem, item)
                || frame->values.contains(row))
                continue;
            frame->values.emplace(row, value.value);
            if (value.oldItem->path != item.path)
                m_result.moved.append(u"%1 → %2"_s.arg(value.oldPath, item.path));
            return;
        }
        park(value);
    }

    void park(const UpgradeValue& value)
    {
        m_result.parked.append(value.oldPath);
        m_parked.append(parkedJson(value));
    }

    QJsonObject parkedJson(const UpgradeValue& value) const
    {
        QJsonObject parked{{u"path"_s, value.oldPath},
                           {u"value"_s, value.value},
                           {u"version"_s, m_before.version}};
        if (!value.ids.isEmpty())
            parked.insert(u"ids"_s, QJsonArray::fromStringList(value.ids));
        return parked;
    }

    void compute(const UpgradeStep& step)
    {
        for (const int row : rowsNamed(step.questions.first())) {
            if (m_tree.item(row).isContainer())
                continue;
            QList<Way> ways;
            for (const auto& way : m_tree.repeatOf(row) < 0 ? QList<Way>{Way()} : m_found.instances) {
                int repeat = -1;
                if (frameFor(way, false, &repeat) && repeat == m_tree.repeatOf(row))
                    ways.append(way);
            }
            const auto results = computeOver(m_data, m_before, step.expression, ways);
            for (qsizetype at = 0; at < ways.size(); ++at) {
                const auto& text = results.at(at).text;
                if (!text)
                    m_result.failed.append(m_tree.item(row).path);
                else if (!text->isEmpty())
                    frameFor(ways.at(at), false)->values[row] = *text;
            }
        }
    }

    QJsonObject frameJson(const Frame& frame, int container) const
    {
        auto json = m_tree.item(container).kind == ItemKind::Repeat ? frame.marks : QJsonObject();
        for (const int row : m_tree.children(container)) {
            const auto& item = m_tree.item(row);
            if (item.kind == ItemKind::Repeat) {
                QJsonArray rows;
                if (const auto found = frame.rows.find(row); found != frame.rows.end()) {
                    for (const auto& inner : found->second)
                        rows.append(frameJson(*inner, row));
                }
                if (!rows.isEmpty() || !m_oldTree.named(item.name).isEmpty())
                    json.insert(item.name, rows);
            } else if (item.kind == ItemKind::Group) {
                if (const auto group = frameJson(frame, row); !group.isEmpty())
                    json.insert(item.name, group);
            } else if (const auto found = frame.values.find(row); found != frame.values.end()) {
                json.insert(item.name, found->second);
            }
        }
        return json;
    }

    UpgradedRecord finish()
    {
        auto parked = m_record.value(u"@parked").toArray();
        for (const auto& value : m_steps.replaced()) {
            parked.append(parkedJson(value));
            m_result.parked.append(value.oldPath);
        }
        for (const auto& value : m_parked)
            parked.append(value);
        m_result.record = m_record;
        m_result.record.insert(u"form_version"_s, m_after.version);
        m_result.record.insert(u"data"_s, frameJson(m_top, 0));
        if (!parked.isEmpty())
            m_result.record.insert(u"@parked"_s, parked);
        return m_result;
    }

    const QJsonObject m_record;
    const QJsonObject m_data;
    const FormPackage& m_before;
    const FormPackage& m_after;
    const UpgradeRules& m_rules;
    FormTree m_oldTree, m_tree;
    UpgradeValues m_found;
    UpgradeSteps m_steps{m_record.value(u"record_id").toString(), m_found};
    Frame m_top;
    QJsonArray m_parked;
    UpgradedRecord m_result;
};

}  // namespace

Result<UpgradedRecord> upgradeRecord(const QJsonObject& record, const FormPackage& before,
                                     const FormPackage& after, const UpgradeRules& rules)
{
    if (before.formId != after.formId || record.value(u"form_id").toString() != before.formId)
        return Error{ErrorCode::Invalid, u"The record, the old and the new version are not of one form."_s};
    if (record.value(u"form_version").toString() != before.version || rules.from != before.version)
        return Error{ErrorCode::Invalid,
                     u"The record or the upgrade rules are of another version than '%1'."_s.arg(
                         before.version)};
    return Upgrade(record, before, after, rules).run();
}

}  // namespace prohori
