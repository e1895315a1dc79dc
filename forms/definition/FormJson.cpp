// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/CanonicalJson.h"
#include "forms/definition/FormPackage.h"
#include "forms/definition/ItemRules.h"
#include "forms/definition/ItemWords.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// An object in which nothing empty is written.
class Sparse {
public:
    void add(const QString& key, const QString& text)
    {
        if (!text.isEmpty())
            m_object.insert(key, text);
    }
    void add(const QString& key, const QStringList& list)
    {
        if (!list.isEmpty())
            m_object.insert(key, QJsonArray::fromStringList(list));
    }
    void add(const QString& key, const QMap<QString, QString>& map)
    {
        QJsonObject object;
        for (auto entry = map.begin(); entry != map.end(); ++entry)
            object.insert(entry.key(), entry.value());
        add(key, object);
    }
    void add(const QString& key, const Texts& texts) { add(key, texts.all()); }
    void add(const QString& key, const QMap<QString, Texts>& media)
    {
        QJsonObject object;
        for (auto entry = media.begin(); entry != media.end(); ++entry) {
            Sparse files;
            files.add(entry.key(), entry.value());
            object.insert(entry.key(), files.object().value(entry.key()));
        }
        add(key, object);
    }
    void add(const QString& key, const FormRule& rule)
    {
        if (!rule.isEmpty())
            m_object.insert(key, QJsonObject{{u"written"_s, rule.written}, {u"resolved"_s, rule.resolved}});
    }
    void add(const QString& key, const QJsonObject& object)
    {
        if (!object.isEmpty())
            m_object.insert(key, object);
    }
    void add(const QString& key, const QJsonArray& array)
    {
        if (!array.isEmpty())
            m_object.insert(key, array);
    }
    void flag(const QString& key, bool on)
    {
        if (on)
            m_object.insert(key, true);
    }
    const QJsonObject& object() const { return m_object; }

private:
    QJsonObject m_object;
};

QJsonArray fieldsJson(const std::vector<FormItem>& items);

QJsonObject fieldJson(const FormItem& item)
{
    Sparse field;
    field.add(u"name"_s, item.name);
    field.add(u"path"_s, item.path);
    field.add(u"kind"_s, kindWord(item.kind));
    field.add(u"type"_s, item.type);
    for (const auto& slot : kTextSlots)
        field.add(QLatin1String(slot.key), item.*(slot.texts));
    for (const auto& slot : kRuleSlots)
        field.add(QLatin1String(slot.key), item.*(slot.rule));
    if (item.defaultExpression.isEmpty())
        field.add(u"default"_s, item.defaultValue);
    field.add(u"media"_s, item.media);
    field.add(u"trigger"_s, item.trigger);
    field.add(u"list"_s, item.list);
    field.flag(u"list_from_file"_s, item.listFromFile);
    field.flag(u"list_from_repeat"_s, item.listFromRepeat);
    field.add(u"parameters"_s, item.parameters);
    field.add(u"appearance"_s, item.appearance);
    field.add(u"save_to"_s, item.saveTo);
    field.add(u"code"_s, item.code);
    field.add(u"texts_resolved"_s, item.resolvedTexts);
    field.add(u"extra"_s, item.extra);
    field.add(u"children"_s, fieldsJson(item.children));
    auto object = field.object();
    object.insert(u"row"_s, item.row);
    return object;
}

QJsonArray fieldsJson(const std::vector<FormItem>& items)
{
    QJsonArray fields;
    for (const auto& item : items)
        fields.append(fieldJson(item));
    return fields;
}

QJsonObject choiceJson(const FormChoice& choice)
{
    Sparse object;
    object.add(u"name"_s, choice.name);
    object.add(u"label"_s, choice.label);
    object.add(u"media"_s, choice.media);
    object.add(u"key"_s, choice.key);
    object.flag(u"retired"_s, choice.retired);
    object.add(u"replaced_by"_s, choice.replacedBy);
    object.add(u"cells"_s, choice.cells);
    return object.object();
}

QJsonObject listsJson(const QMap<QString, FormList>& lists)
{
    QJsonObject all;
    for (auto entry = lists.begin(); entry != lists.end(); ++entry) {
        const auto& list = entry.value();
        Sparse object;
        if (list.file.isEmpty()) {
            QJsonArray choices;
            for (const auto& choice : list.choices)
                choices.append(choiceJson(choice));
            object.add(u"choices"_s, choices);
        } else {
            object.add(u"file"_s, list.file);
            object.add(u"sha256"_s, QString::fromLatin1(list.fileHash.toHex()));
            object.add(u"value"_s, list.valueColumn);
            object.add(u"label"_s, list.labelColumn);
        }
        all.insert(entry.key(), object.object());
    }
    return all;
}

QJsonObject packageJson(const FormPackage& package)
{
    Sparse top;
    top.add(u"titles"_s, package.titles);
    top.add(u"instance_name"_s, package.instanceName);
    top.add(u"style"_s, package.style);
    top.add(u"settings"_s, package.settings);
    auto object = top.object();
    object.insert(u"format"_s, u"ht-form/1"_s);
    object.insert(u"form_id"_s, package.formId);
    object.insert(u"version"_s, package.version);
    object.insert(u"title"_s, package.title);
    object.insert(u"languages"_s, QJsonArray::fromStringList(package.languages));
    object.insert(u"default_language"_s, package.defaultLanguage);
    object.insert(u"source"_s, QJsonObject{{u"file"_s, package.sourceName},
                                           {u"sha256"_s, QString::fromLatin1(package.sourceHash.toHex())}});
    object.insert(u"fields"_s, fieldsJson(package.data.children));
    object.insert(u"lists"_s, listsJson(package.lists));
    return object;
}

QString hashOf(const QJsonObject& object)
{
    return QString::fromLatin1(
        QCryptographicHash::hash(canonicalJson(object), QCryptographicHash::Sha256).toHex());
}

}  // namespace

QString packageHash(const FormPackage& package)
{
    return hashOf(packageJson(package));
}

QByteArray writeFormJson(const FormPackage& package)
{
    auto object = packageJson(package);
    object.insert(u"hash"_s, hashOf(object));
    return canonicalJson(object);
}

}  // namespace prohori
