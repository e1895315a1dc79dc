// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FormCases.h"

#include "forms/expression/Evaluator.h"
#include "forms/expression/Value.h"

#include <QJsonObject>
#include <QSet>

#include <cmath>
#include <map>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<FormNode> makeNode(const QString& name)
{
    return std::make_unique<FormNode>(internName(name));
}

/// An answer as text. Numbers and booleans are taken as they would be stored.
QString answerText(const QJsonValue& value)
{
    if (value.isDouble())
        return numberText(value.toDouble());
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return value.toString();
}

QString withoutPositions(const QString& path)
{
    QString clean;
    bool inside = false;
    for (const QChar unit : path) {
        inside = unit == u'[' || (inside && unit != u']');
        if (!inside && unit != u']')
            clean += unit;
    }
    return clean;
}

void hide(FormNode* node)
{
    node->relevant = false;
    for (const auto& child : node->children())
        hide(child.get());
}

/// The world of one case.
class CaseWorld : public EvaluationWorld {
public:
    explicit CaseWorld(const QJsonObject& context)
        : m_root(internName({})),
          m_language(context.value("language"_L1).toString()),
          m_zone(context.value("timezone"_L1).toString(u"Asia/Dhaka"_s)),
          m_now(QDateTime::fromString(context.value("now"_L1).toString(), Qt::ISODateWithMs))
    {
        const QJsonArray languages = context.value("languages"_L1).toArray();
        if (m_language.isEmpty() && !languages.isEmpty())
            m_language = languages[0].toString();
        if (!m_now.isValid())
            m_now = QDateTime::fromMSecsSinceEpoch(0, Qt::UTC);
        fill(m_root.add(makeNode(u"data"_s)), context.value("data"_L1).toObject());
        readKnownPaths(context.value("types"_L1).toObject());
        readSelects(context.value("selects"_L1).toObject());
        readLists(context.value("lists"_L1).toObject());
        for (const QJsonValue& path : context.value("nonrelevant"_L1).toArray()) {
            m_known.insert(withoutPositions(path.toString()));
            for (FormNode* node : find(path.toString()))
                hide(node);
        }
    }

    /// The first node of that path; a known question without an answer is made, blank.
    FormNode* contextNode(const QString& path)
    {
        const QList<FormNode*> found = find(path);
        if (!found.isEmpty())
            return found[0];
        const qsizetype slash = path.lastIndexOf(u'/');
        const QList<FormNode*> above = find(path.left(slash));
        if (above.isEmpty() || !knowsPath(withoutPositions(path)) || path.endsWith(u']'))
            return nullptr;
        return above[0]->add(makeNode(path.mid(slash + 1)));
    }

    const FormNode* root() const override { return &m_root; }
    const FormNode* instance(const QString& name) const override
    {
        const auto list = m_lists.find(name);
        return list == m_lists.end() ? nullptr : list->second.get();
    }
    QString choiceLabel(const QString& path, const QString& choice) const override
    {
        const FormNode* list = instance(m_selects.value(path));
        const FormNode* rows = list ? list->child(internName(u"root"_s)) : nullptr;
        for (qsizetype at = 0; rows && at < static_cast<qsizetype>(rows->children().size()); ++at) {
            const FormNode* row = rows->children()[static_cast<size_t>(at)].get();
            const FormNode* name = row->child(internName(u"name"_s));
            const FormNode* label = row->child(internName(u"label"_s));
            if (name && label && name->text == choice)
                return label->text;
        }
        return {};
    }
    QDateTime now() const override { return m_now; }
    const TimeZone& zone() const override { return m_zone; }
    QString language() const override { return m_language; }
    double random() const override
    {
        m_chance = m_chance * 16807 % 2147483647;
        return static_cast<double>(m_chance - 1) / 2147483646;
    }
    QString uuid() const override
    {
        return u"00000000-0000-4000-8000-"_s + QString::number(++m_uuids).rightJustified(12, u'0');
    }
    bool knowsPath(const QString& path) const override { return m_known.contains(path); }

private:
    void fill(FormNode* node, const QJsonObject& answers)
    {
        m_known.insert(withoutPositions(pathOf(node)));
        for (auto answer = answers.begin(); answer != answers.end(); ++answer) {
            if (answer.key().startsWith(u'@'))
                continue;
            m_known.insert(templateOf(node) + u'/' + answer.key());
            if (!answer->isArray()) {
                fillOne(node->add(makeNode(answer.key())), *answer);
                continue;
            }
            for (const QJsonValue& row : answer->toArray()) {
                FormNode* instance = node->add(makeNode(answer.key()));
                instance->repeated = true;
                fillOne(instance, row);
            }
        }
    }

    void fillOne(FormNode* node, const QJsonValue& value)
    {
        const QJsonObject object = value.toObject();
        const QString missing = object.value("missing"_L1).toString();
        static const QSet<QString> reasons{u"unknown"_s, u"refused"_s, u"not_asked"_s, u"not_applicable"_s};
        if (object.size() == 1 && reasons.contains(missing))
            node->missing = missing;
        else if (value.isObject())
            fill(node, object);
        else
            node->text = answerText(value);
    }

    static QString templateOf(const FormNode* node) { return withoutPositions(pathOf(node)); }

    /// A path and all above it.
    void addKnown(const QString& path)
    {
        const QString clean = withoutPositions(path);
        for (qsizetype end = clean.size(); end > 0; end = clean.lastIndexOf(u'/', end - 1))
            m_known.insert(clean.left(end));
    }

    void readKnownPaths(const QJsonObject& types)
    {
        for (auto type = types.begin(); type != types.end(); ++type)
            addKnown(type.key());
    }

    void readSelects(const QJsonObject& selects)
    {
        for (auto select = selects.begin(); select != selects.end(); ++select) {
            addKnown(select.key());
            m_selects.insert(withoutPositions(select.key()), select->toString());
        }
    }

    void readLists(const QJsonObject& lists)
    {
        for (auto list = lists.begin(); list != lists.end(); ++list) {
            auto document = makeNode({});
            FormNode* root = document->add(makeNode(u"root"_s));
            for (const QJsonValue& row : list->toArray())
                addRow(root, row.toObject());
            m_lists.emplace(list.key(), std::move(document));
        }
    }

    void addRow(FormNode* root, const QJsonObject& row)
    {
        FormNode* item = root->add(makeNode(u"item"_s));
        const QString translated = u"label::"_s + m_language;
        QString label = answerText(row.value("label"_L1));
        bool labelled = row.contains("label"_L1);
        for (auto cell = row.begin(); cell != row.end(); ++cell) {
            if (!cell.key().startsWith("label::"_L1)) {
                if (cell.key() != "label"_L1)
                    item->add(makeNode(cell.key()))->text = answerText(*cell);
                continue;
            }
            const bool wanted = cell.key() == translated || cell.key().endsWith(u'(' + m_language + u')');
            if (wanted || (!labelled && label.isEmpty()))
                label = answerText(*cell);
            labelled = labelled || wanted;
        }
        item->add(makeNode(u"label"_s))->text = label;
    }

    /// All nodes of a path with or without positions.
    QList<FormNode*> find(const QString& path)
    {
        QList<FormNode*> now{&m_root};
        for (const QString& part : path.split(u'/', Qt::SkipEmptyParts)) {
            const qsizetype bracket = part.indexOf(u'[');
            const QString name = bracket < 0 ? part : part.left(bracket);
            const int wanted = bracket < 0 ? 0 : part.mid(bracket + 1, part.size() - bracket - 2).toInt();
            QList<FormNode*> next;
            for (const FormNode* node : std::as_const(now)) {
                for (const auto& child : node->children()) {
                    if (*child->name() == name && (bracket < 0 || child->position() == wanted))
                        next.append(child.get());
                }
            }
            now = next;
        }
        return now;
    }

    FormNode m_root;
    QString m_language;
    TimeZone m_zone;
    QDateTime m_now;
    QSet<QString> m_known;
    QHash<QString, QString> m_selects;
    std::map<QString, std::unique_ptr<FormNode>> m_lists;
    mutable qint64 m_chance = 20250314;
    mutable int m_uuids = 0;
};

QJsonObject typed(const QString& type, const QJsonValue& value)
{
    return {{u"type"_s, type}, {u"value"_s, value}};
}

QJsonObject faulty(const ExpressionFault& fault)
{
    return typed(u"error"_s, fault.kind);
}

QJsonObject resultOf(const Value& value, const TimeZone& zone)
{
    if (value.isBoolean())
        return typed(u"boolean"_s, value.toBoolean());
    if (value.isText())
        return typed(u"string"_s, value.toText());
    if (value.isNodes()) {
        QJsonArray texts;
        for (const FormNode* node : value.nodes())
            texts.append(node->text);
        return typed(u"nodes"_s, texts);
    }
    const double number = value.toNumber(zone);
    if (!std::isfinite(number))
        return typed(u"number"_s, numberText(number));
    return typed(u"number"_s, number == 0 ? 0 : number);
}

QJsonObject evaluateCase(const QJsonObject& one)
{
    if (!one.value("expr"_L1).isString())
        return typed(u"error"_s, u"syntax"_s);
    const ParsedExpression parsed = parseExpression(one.value("expr"_L1).toString());
    if (!parsed.expression)
        return faulty(parsed.faults.first());
    const QJsonObject context = one.value("context"_L1).toObject();
    CaseWorld world(context);
    const FormNode* at = world.contextNode(context.value("at"_L1).toString(u"/data"_s));
    if (!at)
        return typed(u"error"_s, u"unknown-path"_s);
    const Evaluated result = Evaluator(world).evaluate(*parsed.expression, at);
    if (const auto* fault = std::get_if<ExpressionFault>(&result))
        return faulty(*fault);
    return resultOf(std::get<Value>(result), world.zone());
}

}  // namespace

QJsonArray evaluateCases(const QJsonArray& cases)
{
    QJsonArray results;
    for (const QJsonValue& one : cases)
        results.append(evaluateCase(one.toObject()));
    return results;
}

}  // namespace prohori
