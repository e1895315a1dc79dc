// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"
#include "forms/authoring/XFormReaderForm.h"
#include "forms/authoring/XFormWriterForm.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

QString xpathLiteral(const QString& text)
{
    return text.contains(u'\'') ? u'"' + text + u'"' : u'\'' + text + u'\'';
}

XFormWriter::XFormWriter(const FormPackage& package)
    : m_package(package),
      m_tree(package.data),
      m_xml(&m_bytes)
{
    m_xml.setAutoFormatting(true);
    m_xml.setAutoFormattingIndent(2);
}

QByteArray XFormWriter::write()
{
    collectNamespaces();
    for (const FormItem& child : m_package.data.children)
        collectItem(child);
    collectLists();
    m_xml.writeStartDocument();
    start(u"h:html"_s);
    attribute(u"xmlns"_s, u"http://www.w3.org/2002/xforms"_s);
    for (auto each = m_namespaces.cbegin(); each != m_namespaces.cend(); ++each)
        attribute(u"xmlns:"_s + each.key(), each.value());
    writeHead();
    start(u"h:body"_s);
    attribute(u"class"_s, m_package.style);
    for (const FormItem& child : m_package.data.children)
        writeBody(child);
    end();
    end();
    m_xml.writeEndDocument();
    return m_bytes;
}

void XFormWriter::collectNamespaces()
{
    static const QRegularExpression pair(u"([\\w.-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')"_s);
    auto declared = pair.globalMatch(m_package.settings.value(u"namespaces"_s));
    while (declared.hasNext()) {
        const auto match = declared.next();
        const QString prefix = match.captured(1);
        const QString uri = xmlText(match.captured(2) + match.captured(3));
        if (isXmlName(prefix) && !prefix.startsWith(u"xml"_s, Qt::CaseInsensitive) && !uri.isEmpty())
            m_namespaces.insert(prefix, uri);
    }
    for (const XFormNamespace& usual : xformNamespaces())
        m_namespaces.insert(QLatin1String(usual.prefix), QLatin1String(usual.uri));
}

void XFormWriter::collectItem(const FormItem& item)
{
    const QString& path = item.path;
    addText(path + u":label"_s, item.label, &item);
    addMedia(path + u":label"_s, item.media);
    addText(path + u":hint"_s, item.hint, &item);
    addText(path + u":hint"_s, item.guidance, &item, u"guidance"_s);
    addText(path + u":jr:constraintMsg"_s, item.constraintMessage, &item);
    addText(path + u":jr:requiredMsg"_s, item.requiredMessage, &item);
    addText(path + u":ht:checkMsg"_s, item.checkMessage, &item);
    if (!item.list.isEmpty() && !m_listUsers.contains(item.list))
        m_listUsers.insert(item.list, &item);
    if (triggersInBody(item)) {
        for (const QString& trigger : item.trigger)
            m_triggered[trigger].append(&item);
    }
    declarePrefix(item.name);
    for (auto each = item.extra.cbegin(); each != item.extra.cend(); ++each)
        declarePrefix(each.key().section(u"::"_s, 1));
    for (const FormItem& child : item.children)
        collectItem(child);
}

/// An author who names no address for a prefix gets one.
void XFormWriter::declarePrefix(const QString& name)
{
    const QString prefix = name.section(u':', 0, -2);
    if (isXmlName(name) && !prefix.isEmpty() && !m_namespaces.contains(prefix)
        && !prefix.startsWith(u"xml"_s, Qt::CaseInsensitive))
        m_namespaces.insert(prefix, u"urn:ht-forms:prefix:"_s + prefix);
}

void XFormWriter::collectLists()
{
    int number = 0;
    for (auto list = m_package.lists.cbegin(); list != m_package.lists.cend(); ++list) {
        const QString own = u"list-%1"_s.arg(number++);
        const QString begin = own + u'-';
        m_listIds.insert(list.key(), listId(list.key(), own));
        m_choiceIds.insert(list.key(), begin);
        for (qsizetype at = 0; list->file.isEmpty() && at < list->choices.size(); ++at) {
            const FormChoice& choice = list->choices.at(at);
            addText(begin + QString::number(at), choice.label, m_listUsers.value(list.key()));
            addMedia(begin + QString::number(at), choice.media);
        }
    }
}

/// Two quotation marks have no literal in XPath.
QString XFormWriter::listId(const QString& key, QString own) const
{
    const QString id = xmlText(key);
    const bool said = !id.isEmpty() && (!id.contains(u'\'') || !id.contains(u'"'));
    if (id == key && said)
        return id;
    const auto isTaken = [&](const QString& name) {
        return m_package.lists.contains(name)
            || std::find(m_listIds.cbegin(), m_listIds.cend(), name) != m_listIds.cend();
    };
    if (said && !isTaken(id))
        return id;
    while (isTaken(own))
        own += u'-';
    return own;
}

void XFormWriter::addText(const QString& id, const Texts& texts, const FormItem* item, const QString& form)
{
    if (texts.isEmpty())
        return;
    if (!m_textPlaces.contains(id)) {
        m_textPlaces.insert(id, m_texts.size());
        m_texts.push_back({id, {}});
    }
    m_texts[m_textPlaces.value(id)].values.push_back({form, texts, QString(), item});
}

void XFormWriter::addMedia(const QString& id, const QMap<QString, Texts>& media)
{
    for (auto each = media.cbegin(); each != media.cend(); ++each) {
        addText(id, each.value(), nullptr, each.key());
        if (!each.value().isEmpty())
            m_texts[m_textPlaces.value(id)].values.back().place =
                each.key().endsWith(u"image"_s) ? u"images"_s : each.key();
    }
}

void XFormWriter::start(const QString& name)
{
    m_xml.writeStartElement(name);
    m_written.clear();
}

void XFormWriter::attribute(const QString& name, const QString& value)
{
    const QString prefix = name.section(u':', 0, -2);
    const bool declared = prefix.isEmpty() || prefix == u"xmlns"_s || m_namespaces.contains(prefix);
    if (value.isEmpty() || m_written.contains(name) || !isXmlName(name) || !declared)
        return;
    m_written.insert(name);
    m_xml.writeAttribute(name, xmlText(value));
}

void XFormWriter::extras(const FormItem& item, const QString& prefix, bool (*known)(const QString&))
{
    for (auto each = item.extra.cbegin(); each != item.extra.cend(); ++each) {
        const QString name = each.key().mid(prefix.size());
        if (each.key().startsWith(prefix) && !known(name))
            attribute(name, each.value());
    }
}

bool XFormWriter::isTable(const FormItem& item)
{
    return item.type == u"csv-external"_s || item.type == u"xml-external"_s;
}

bool XFormWriter::hasControl(const FormItem& item) const
{
    return item.kind == ItemKind::Question || item.kind == ItemKind::Note;
}

/// A triggered calculation stands in the controls of its triggers, if all of them have one.
bool XFormWriter::triggersInBody(const FormItem& item) const
{
    if (item.trigger.isEmpty() || item.calculate.isEmpty())
        return false;
    return std::all_of(item.trigger.cbegin(), item.trigger.cend(), [&](const QString& path) {
        const FormItem* trigger = m_package.find(path);
        return trigger && hasControl(*trigger);
    });
}

QByteArray writeXForm(const FormPackage& package)
{
    return XFormWriter(package).write();
}

}  // namespace prohori
