// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/RecordUpgrade.h"

#include "forms/definition/FormTree.h"
#include "forms/expression/Evaluator.h"

#include <QHash>
#include <QJsonArray>

#include <map>
#include <memory>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

class Reader {
public:
    explicit Reader(const FormPackage& package) : m_tree(package.data) {}

    UpgradeValues run(const QJsonObject& data)
    {
        readObject(data, 0, u"/data"_s, {});
        return m_found;
    }

private:
    void readObject(const QJsonObject& object, int row, const QString& path, const UpgradeWay& way)
    {
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            if (entry.key().startsWith(u'@'))
                continue;
            const int child = row < 0 ? -1 : m_tree.child(row, entry.key());
            const auto below = path + u'/' + entry.key();
            const bool container = child >= 0 && m_tree.item(child).isContainer();
            if (container && entry.value().isArray())
                readRows(entry.value().toArray(), child, below, way);
            else if (container && entry.value().isObject())
                readObject(entry.value().toObject(), child, below, way);
            else if (!entry.value().isNull() && entry.value() != QJsonValue(QString()))
                add(entry.key(), entry.value(), child, below, way);
        }
    }

    void readRows(const QJsonArray& rows, int row, const QString& path, const UpgradeWay& way)
    {
        for (qsizetype at = 0; at < rows.size(); ++at) {
            const auto object = rows.at(at).toObject();
            UpgradeInstance instance;
            instance.repeat = instance.oldRepeat = m_tree.item(row).name;
            instance.id = object.value(u"@id").toString();
            instance.position = static_cast<int>(at) + 1;
            for (auto entry = object.begin(); entry != object.end(); ++entry) {
                if (entry.key().startsWith(u'@'))
                    instance.marks.insert(entry.key(), entry.value());
            }
            // Without an id, the place tells instances apart.
            if (instance.id.isEmpty())
                instance.id = u"#%1"_s.arg(at + 1);
            auto inner = way;
            inner.append(instance);
            m_found.instances.append(inner);
            readObject(object, row, u"%1[%2]"_s.arg(path, QString::number(at + 1)), inner);
        }
    }

    void add(const QString& name, const QJsonValue& value, int row, const QString& path,
             const UpgradeWay& way)
    {
        UpgradeValue found;
        found.oldPath = path;
        for (const auto& instance : way)
            found.ids.append(instance.id);
        found.oldItem = row < 0 ? nullptr : &m_tree.item(row);
        found.name = name;
        found.way = way;
        found.value = value;
        m_found.values.append(found);
    }

    FormTree m_tree;
    UpgradeValues m_found;
};

/// The old record as expressions see it. All that changes by itself stands still.
class OldRecord final : public EvaluationWorld {
public:
    OldRecord(const QJsonObject& data, const FormPackage& package)
        : m_package(package),
          m_zone(u"Asia/Dhaka"_s),
          m_document(internName(QString()))
    {
        auto* top = m_document.add(std::make_unique<FormNode>(internName(u"data"_s)));
        fill(top, package.data, data);
        for (auto list = package.lists.begin(); list != package.lists.end(); ++list)
            addList(list.value());
    }

    const FormNode* node(const UpgradeWay& way) const
    {
        const FormNode* at = m_document.children().front().get();
        for (const auto& instance : way) {
            const auto* next = m_instances.value({at, instance.oldRepeat + u'/' + instance.id});
            if (!next)
                return at;
            at = next;
        }
        return at;
    }

    const FormNode* root() const override { return &m_document; }
    const FormNode* instance(const QString& name) const override
    {
        const auto found = m_lists.find(name);
        return found == m_lists.end() ? nullptr : found->second.get();
    }
    QString choiceLabel(const QString& path, const QString& choice) const override
    {
        const auto* item = m_package.find(path);
        const auto list = m_package.lists.value(item ? item->list : QString());
        for (const auto& entry : list.choices) {
            if (entry.name == choice)
                return entry.label.in(m_package.defaultLanguage);
        }
        return {};
    }
    QDateTime now() const override { return QDateTime::fromMSecsSinceEpoch(0, Qt::UTC); }
    const TimeZone& zone() const override { return m_zone; }
    QString language() const override { return m_package.defaultLanguage; }
    double random() const override { return 0; }
    QString uuid() const override { return {}; }
    bool knowsPath(const QString& path) const override { return m_package.find(path) != nullptr; }

private:
    using Place = QPair<const FormNode*, QString>;

    void fill(FormNode* node, const FormItem& item, const QJsonObject& object,
              const FormNode* frame = nullptr)
    {
        const auto* around = frame ? frame : node;
        for (const auto& child : item.children) {
            const auto value = object.value(child.name);
            if (child.kind == ItemKind::Repeat) {
                const auto rows = value.toArray();
                for (qsizetype at = 0; at < rows.size(); ++at) {
                    auto* made = node->add(std::make_unique<FormNode>(internName(child.name)));
                    made->repeated = true;
                    const auto id = rows.at(at).toObject().value(u"@id").toString();
                    m_instances.insert({around,
                                        child.name + u'/' + (id.isEmpty() ? u"#%1"_s.arg(at + 1) : id)},
                                       made);
                    fill(made, child, rows.at(at).toObject());
                }
                continue;
            }
            auto* made = node->add(std::make_unique<FormNode>(internName(child.name)));
            if (child.kind == ItemKind::Group)
                fill(made, child, value.toObject(), around);
            else if (value.isObject()) {
                made->missing = value.toObject().value(u"missing").toString();
                made->sealed = value.toObject().value(u"sealed").toBool();
            } else
                made->text = value.toString();
        }
    }

    void addList(const FormList& list)
    {
        auto root = std::make_unique<FormNode>(internName(u"root"_s));
        for (const auto& choice : list.choices) {
            auto* item = root->add(std::make_unique<FormNode>(internName(u"item"_s)));
            const auto add = [&](const QString& name, const QString& text) {
                item->add(std::make_unique<FormNode>(internName(name)))->text = text;
            };
            if (!choice.cells.contains(u"name"_s))
                add(u"name"_s, choice.name);
            if (!choice.cells.contains(u"label"_s))
                add(u"label"_s, choice.label.in(m_package.defaultLanguage));
            for (auto cell = choice.cells.begin(); cell != choice.cells.end(); ++cell)
                add(cell.key(), cell.value());
        }
        m_lists.emplace(list.name, std::move(root));
    }

    const FormPackage& m_package;
    TimeZone m_zone;
    FormNode m_document;
    QHash<Place, FormNode*> m_instances;
    std::map<QString, std::unique_ptr<FormNode>> m_lists;
};

}  // namespace

UpgradeValues valuesOf(const QJsonObject& data, const FormPackage& package)
{
    return Reader(package).run(data);
}

QList<ComputedValue> computeOver(const QJsonObject& data, const FormPackage& package,
                                 const QString& expression, const QList<UpgradeWay>& ways)
{
    QList<ComputedValue> results(ways.size());
    const auto parsed = parseExpression(expression);
    if (!parsed.expression)
        return results;
    const OldRecord record(data, package);
    const Evaluator evaluator(record);
    for (qsizetype at = 0; at < ways.size(); ++at) {
        const auto result = evaluator.evaluate(*parsed.expression, record.node(ways.at(at)));
        results[at].sealed = evaluator.readSealed();
        const auto* value = std::get_if<Value>(&result);
        if (!value || results.at(at).sealed)
            continue;
        const auto text = value->toText();
        results[at].text = value->isNumber() && text == u"NaN" ? QString() : text;
    }
    return results;
}

}  // namespace prohori
