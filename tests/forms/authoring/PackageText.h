// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormPackage.h"
#include "forms/definition/ItemRules.h"
#include "forms/definition/ItemWords.h"

#include <QStringList>

namespace prohori {

/// Every field of a package as lines of text, but for rows of the source, the source itself and the hash. Rules count as they are resolved.
class PackageText {
public:
    static QStringList of(const FormPackage& package)
    {
        PackageText text;
        text.line({}, QStringLiteral("form_id"), package.formId);
        text.line({}, QStringLiteral("version"), package.version);
        text.line({}, QStringLiteral("title"), package.title);
        text.texts({}, QStringLiteral("titles"), package.titles);
        text.line({}, QStringLiteral("languages"), package.languages.join(QLatin1Char(' ')));
        text.line({}, QStringLiteral("default_language"), package.defaultLanguage);
        text.line({}, QStringLiteral("instance_name"), package.instanceName.resolved);
        text.line({}, QStringLiteral("style"), package.style);
        text.map({}, QStringLiteral("settings"), package.settings);
        text.item(package.data);
        for (auto list = package.lists.cbegin(); list != package.lists.cend(); ++list)
            text.list(list.key(), list.value());
        return text.m_lines;
    }

private:
    void line(const QString& path, const QString& what, const QString& value)
    {
        if (!value.isEmpty())
            m_lines.append(path + QLatin1Char(' ') + what + QStringLiteral(" = ") + value);
    }
    void texts(const QString& path, const QString& what, const Texts& all)
    {
        for (auto each = all.all().cbegin(); each != all.all().cend(); ++each)
            m_lines.append(path + QLatin1Char(' ') + what + QLatin1Char('@') + each.key()
                           + QStringLiteral(" = ") + each.value());
    }
    void map(const QString& path, const QString& what, const QMap<QString, QString>& all)
    {
        for (auto each = all.cbegin(); each != all.cend(); ++each)
            m_lines.append(path + QLatin1Char(' ') + what + QLatin1Char('.') + each.key()
                           + QStringLiteral(" = ") + each.value());
    }

    void item(const FormItem& item)
    {
        const QString& path = item.path;
        m_lines.append(path + QStringLiteral(" name ") + item.name + QStringLiteral(" kind ")
                       + kindWord(item.kind) + QStringLiteral(" type ") + item.type);
        for (const TextSlot& slot : kTextSlots)
            texts(path, QLatin1String(slot.key), item.*(slot.texts));
        for (auto each = item.media.cbegin(); each != item.media.cend(); ++each)
            texts(path, each.key(), each.value());
        for (const RuleSlot& slot : kRuleSlots) {
            const FormRule& rule = item.*(slot.rule);
            line(path, QLatin1String(slot.key), rule.resolved.isEmpty() ? rule.written : rule.resolved);
        }
        if (item.defaultExpression.isEmpty())
            line(path, QStringLiteral("default_value"), item.defaultValue);
        line(path, QStringLiteral("trigger"), item.trigger.join(QLatin1Char(' ')));
        line(path, QStringLiteral("list"), item.list);
        line(path, QStringLiteral("from_file"), item.listFromFile ? QStringLiteral("yes") : QString());
        line(path, QStringLiteral("from_repeat"), item.listFromRepeat ? QStringLiteral("yes") : QString());
        map(path, QStringLiteral("parameters"), item.parameters);
        line(path, QStringLiteral("appearance"), item.appearance.join(QLatin1Char(' ')));
        line(path, QStringLiteral("save_to"), item.saveTo);
        line(path, QStringLiteral("code"), item.code);
        map(path, QStringLiteral("resolved"), item.resolvedTexts);
        map(path, QStringLiteral("extra"), item.extra);
        for (const FormItem& child : item.children)
            this->item(child);
    }

    void list(const QString& key, const FormList& list)
    {
        m_lines.append(QStringLiteral("list %1 %2 file '%3' value '%4' label '%5' hash %6")
                           .arg(key, list.name, list.file, list.valueColumn, list.labelColumn,
                                QString::fromLatin1(list.fileHash.toHex())));
        for (const FormChoice& choice : list.choices) {
            const QString path = key + QLatin1Char('/') + choice.name;
            m_lines.append(path + QStringLiteral(" key ") + choice.key
                           + (choice.retired ? QStringLiteral(" retired ") : QString()) + choice.replacedBy);
            texts(path, QStringLiteral("label"), choice.label);
            for (auto each = choice.media.cbegin(); each != choice.media.cend(); ++each)
                texts(path, each.key(), each.value());
            map(path, QStringLiteral("cells"), choice.cells);
        }
    }

    QStringList m_lines;
};

}  // namespace prohori
