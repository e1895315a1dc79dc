// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/expression/Evaluator.h"

#include <QSet>

#include <map>

namespace prohori {

/// A world for tests: `/data` and lists, built node by node.
class TreeWorld : public EvaluationWorld {
public:
    TreeWorld() : data(m_root.add(std::make_unique<FormNode>(internName(QStringLiteral("data"))))) {}

    static FormNode* addTo(FormNode* parent, const QString& name, const QString& text = {})
    {
        FormNode* node = parent->add(std::make_unique<FormNode>(internName(name)));
        node->text = text;
        return node;
    }

    /// The node `root` of a new list.
    FormNode* addList(const QString& name)
    {
        auto& list = m_lists[name];
        list = std::make_unique<FormNode>(internName({}));
        return addTo(list.get(), QStringLiteral("root"));
    }

    const FormNode* root() const override { return &m_root; }
    const FormNode* instance(const QString& name) const override
    {
        const auto list = m_lists.find(name);
        return list == m_lists.end() ? nullptr : list->second.get();
    }
    QString choiceLabel(const QString& path, const QString& choice) const override
    {
        return path + u'=' + choice;
    }
    QDateTime now() const override { return QDateTime::fromMSecsSinceEpoch(1741922813589, Qt::UTC); }
    const TimeZone& zone() const override { return m_zone; }
    QString language() const override { return QStringLiteral("en"); }
    double random() const override { return 0.25; }
    QString uuid() const override { return QStringLiteral("1c2a"); }
    bool knowsPath(const QString& path) const override { return known.contains(path); }

private:
    FormNode m_root{internName({})};
    std::map<QString, std::unique_ptr<FormNode>> m_lists;
    TimeZone m_zone{QStringLiteral("Asia/Dhaka")};

public:
    FormNode* data;
    QSet<QString> known;
};

}  // namespace prohori
