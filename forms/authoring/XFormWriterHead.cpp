// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderForm.h"
#include "forms/authoring/XFormWriterForm.h"

namespace prohori {

using namespace Qt::StringLiterals;

void XFormWriter::writeHead()
{
    start(u"h:head"_s);
    m_xml.writeTextElement(u"h:title"_s, xmlText(m_package.title));
    start(u"model"_s);
    attribute(u"odk:xforms-version"_s, u"1.0.0"_s);
    writeItext();
    writePrimary();
    for (auto list = m_package.lists.cbegin(); list != m_package.lists.cend(); ++list)
        writeList(list.key(), list.value());
    for (const FormItem& child : m_package.data.children)
        writeBinds(child);
    writeMetaBinds();
    writeModelActions(m_package.data, false);
    if (const QString address = m_package.settings.value(u"submission_url"_s); !address.isEmpty()) {
        start(u"submission"_s);
        attribute(u"action"_s, address);
        attribute(u"method"_s, u"post"_s);
        attribute(u"base64RsaPublicKey"_s, m_package.settings.value(u"public_key"_s));
        attribute(u"orx:auto-send"_s, m_package.settings.value(u"auto_send"_s));
        attribute(u"orx:auto-delete"_s, m_package.settings.value(u"auto_delete"_s));
        end();
    }
    end();
    writeOwnHead();
    end();
}

/// What an XForm has no place for: titles in several languages, and the settings as their author wrote them.
void XFormWriter::writeOwnHead()
{
    const QMap<QString, QString>& titles = m_package.titles.all();
    start(u"ht:settings"_s);
    for (auto title = titles.cbegin(); title != titles.cend(); ++title) {
        start(u"ht:title"_s);
        attribute(u"lang"_s, title.key());
        m_xml.writeCharacters(xmlText(title.value()));
        end();
    }
    const QMap<QString, QString>& settings = m_package.settings;
    for (auto setting = settings.cbegin(); setting != settings.cend(); ++setting) {
        start(u"ht:setting"_s);
        attribute(u"name"_s, setting.key());
        m_xml.writeCharacters(xmlText(setting.value()));
        end();
    }
    end();
}

void XFormWriter::writeItext()
{
    QStringList languages = m_package.languages;
    if (!languages.contains(m_package.defaultLanguage))
        languages.append(m_package.defaultLanguage);
    start(u"itext"_s);
    for (const QString& language : languages) {
        const bool standard = language == m_package.defaultLanguage;
        start(u"translation"_s);
        attribute(u"lang"_s, language);
        if (standard)
            attribute(u"default"_s, u"true()"_s);
        for (const TextEntry& entry : m_texts) {
            start(u"text"_s);
            attribute(u"id"_s, entry.id);
            for (const TextValue& value : entry.values)
                writeValue(value, language, standard);
            end();
        }
        end();
    }
    end();
}

void XFormWriter::writeValue(const TextValue& value, const QString& language, bool standard)
{
    const bool there = value.texts.all().contains(language);
    // Other programs insist on a text in the default language; ours reads over it.
    if (!there && !(standard && value.form.isEmpty()))
        return;
    start(u"value"_s);
    attribute(u"form"_s, value.form);
    if (!there)
        attribute(u"ht:filled"_s, u"yes"_s);
    const QString text = value.texts.in(language);
    m_xml.setAutoFormatting(false);  // no space between outputs that the text does not have
    if (value.place.isEmpty())
        writeOutputs(text, value.item);
    else
        m_xml.writeCharacters(u"jr://%1/%2"_s.arg(value.place, xmlText(text)));
    end();
    m_xml.setAutoFormatting(true);
}

void XFormWriter::writeOutputs(const QString& text, const FormItem* item)
{
    qsizetype at = 0;
    for (const NameReference& reference : nameReferences(text, false)) {
        const QString value = outputValue(reference.name, item);
        if (value.isEmpty())
            continue;
        m_xml.writeCharacters(xmlText(text.mid(at, reference.offset - at)));
        m_xml.writeEmptyElement(u"output"_s);
        m_xml.writeAttribute(u"value"_s, xmlText(value));
        at = reference.offset + reference.length;
    }
    m_xml.writeCharacters(xmlText(text.mid(at)));
}

/// A select shows its label, which other programs must be asked for.
QString XFormWriter::outputValue(const QString& name, const FormItem* item) const
{
    const QList<int> rows = m_tree.named(name);
    QString path = item ? item->resolvedTexts.value(name) : QString();
    if (path.isEmpty() && rows.size() == 1)
        path = m_tree.item(rows.first()).path;
    if (path.isEmpty())
        return {};
    const XFormPaths paths(u"data"_s, [](const QString&) { return std::pair<QString, QString>(); });
    const FormItem* target =
        path.contains(u'(') ? nullptr : m_package.find(paths.absolute(path, item ? item->path : u"/data"_s));
    if (target && target->type.startsWith(u"select_one"_s))
        return u"jr:choice-name(%1, '%2')"_s.arg(path, target->path);
    return path;
}

void XFormWriter::writePrimary()
{
    start(u"instance"_s);
    start(u"data"_s);
    attribute(u"id"_s, m_package.formId);
    attribute(u"version"_s, m_package.version);
    for (const FormItem& child : m_package.data.children)
        writeNode(child, NodeCopy::Both);
    start(u"meta"_s);
    for (const FormItem& child : m_package.data.children) {
        if (child.type == u"audit"_s)
            m_xml.writeEmptyElement(u"audit"_s);
    }
    m_xml.writeEmptyElement(u"instanceID"_s);
    if (!m_package.instanceName.isEmpty())
        m_xml.writeEmptyElement(u"instanceName"_s);
    end();
    end();
    end();
}

/** A repeat stands there twice: as a template, with the templates of the repeats in it, and as the first instance, with theirs. So the file
    grows with the form and not with the depth of its repeats.
*/
void XFormWriter::writeNode(const FormItem& item, NodeCopy copy)
{
    if (isTable(item) || item.type == u"audit"_s)
        return;
    const bool repeat = item.kind == ItemKind::Repeat;
    if (!repeat || copy != NodeCopy::Both) {
        writeNodeOnce(item, copy);
        return;
    }
    writeNodeOnce(item, NodeCopy::Template);
    writeNodeOnce(item, NodeCopy::Instance);
}

void XFormWriter::writeNodeOnce(const FormItem& item, NodeCopy copy)
{
    start(item.name);
    if (item.kind == ItemKind::Repeat && copy == NodeCopy::Template)
        m_xml.writeAttribute(u"jr:template"_s, QString());
    extras(item, u"instance::"_s, [](const QString& name) { return name == u"jr:template"_s; });
    for (const FormItem& child : item.children)
        writeNode(child, copy);
    if (!item.isContainer() && item.defaultExpression.isEmpty())
        m_xml.writeCharacters(xmlText(item.defaultValue));
    end();
}

void XFormWriter::writeList(const QString& key, const FormList& list)
{
    start(u"instance"_s);
    attribute(u"id"_s, m_listIds.value(key));
    if (!list.file.isEmpty()) {
        const bool table =
            std::any_of(m_package.data.children.begin(), m_package.data.children.end(),
                        [&](const FormItem& item) { return isTable(item) && item.list == key; });
        const QString folder = list.file.endsWith(u".csv"_s) ? u"jr://file-csv/"_s : u"jr://file/"_s;
        attribute(u"src"_s, folder + list.file);
        if (table)
            attribute(u"ht:as"_s, u"table"_s);
        end();
        return;
    }
    start(u"root"_s);
    for (qsizetype at = 0; at < list.choices.size(); ++at)
        writeChoice(list.choices.at(at), m_choiceIds.value(key) + QString::number(at));
    end();
    end();
}

void XFormWriter::writeChoice(const FormChoice& choice, const QString& id)
{
    QMap<QString, QString> cells = choice.cells;
    for (const QString& name : {u"name"_s, u"label"_s, u"itextId"_s})
        cells.remove(name);
    if (choice.retired && !cells.contains(u"retired"_s))
        cells.insert(u"retired"_s, u"yes"_s);
    if (!choice.replacedBy.isEmpty() && !cells.contains(u"replaced_by"_s))
        cells.insert(u"replaced_by"_s, choice.replacedBy);
    start(u"item"_s);
    if (m_textPlaces.contains(id))
        m_xml.writeTextElement(u"itextId"_s, id);
    m_xml.writeTextElement(u"name"_s, xmlText(choice.name));
    for (auto cell = cells.cbegin(); cell != cells.cend(); ++cell) {
        if (isXmlName(cell.key()) && !cell.key().contains(u':'))
            m_xml.writeTextElement(cell.key(), xmlText(cell.value()));
    }
    end();
}

}  // namespace prohori
