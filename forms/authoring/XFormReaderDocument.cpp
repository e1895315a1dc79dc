// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderDocument.h"

#include "forms/authoring/XFormTypes.h"
#include "forms/definition/XmlGuard.h"

#include <QHash>
#include <QSet>
#include <QXmlStreamReader>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxBytes = qsizetype(32) << 20;
constexpr int MaxParts = 600'000;

class DocumentReader {
public:
    explicit DocumentReader(const QByteArray& bytes) : m_xml(bytes) {}

    std::optional<XFormDocument> read(AuthorMessage& fault)
    {
        XFormDocument document;
        while (!m_xml.atEnd()) {
            if (m_xml.readNext() == QXmlStreamReader::StartElement)
                readElement(document.root);
        }
        if (m_parts > MaxParts) {
            fault = {u"xform"_s,
                     m_line,
                     {},
                     u"F01"_s,
                     u"This form has more than 600,000 elements and attributes."_s};
            return std::nullopt;
        }
        if (m_xml.hasError()) {
            fault = {u"xform"_s,
                     static_cast<int>(m_xml.lineNumber()),
                     {},
                     u"F01"_s,
                     u"This is no XML: %1."_s.arg(m_xml.errorString())};
            return std::nullopt;
        }
        document.namespaces = m_namespaces;
        return document;
    }

private:
    static bool holdsText(const QString& name)
    {
        return name == u"label"_s || name == u"hint"_s || name == u"value"_s;
    }

    QString shared(const QString& text) { return *m_names.insert(text); }

    QString nameOf(QStringView prefix, QStringView uri, QStringView local)
    {
        if (prefix.isEmpty())
            return shared(local.toString());
        if (uri == u"http://www.w3.org/2002/xforms" || uri == u"http://www.w3.org/1999/xhtml")
            return shared(local.toString());
        for (const XFormNamespace& known : xformNamespaces()) {
            if (uri == QLatin1String(known.uri))
                return shared(QLatin1String(known.prefix) + u':' + local.toString());
        }
        m_namespaces.insert(prefix.toString(), xmlText(uri.toString()));
        return shared(prefix.toString() + u':' + local.toString());
    }

    /// Depth is bounded by XmlGuard.
    void readElement(XFormElement& element)
    {
        element.name = nameOf(m_xml.prefix(), m_xml.namespaceUri(), m_xml.name());
        element.line = m_line = static_cast<int>(m_xml.lineNumber());
        const QXmlStreamAttributes attributes = m_xml.attributes();
        m_parts += 1 + static_cast<int>(attributes.size());
        if (m_parts > MaxParts) {
            m_xml.raiseError(u"too many elements"_s);
            return;
        }
        for (const QXmlStreamAttribute& attribute : attributes) {
            element.attributes.append({nameOf(attribute.prefix(), attribute.namespaceUri(), attribute.name()),
                                       xmlText(attribute.value().toString())});
        }
        const bool text = holdsText(element.name);
        int inner = 0;
        while (!m_xml.atEnd()) {
            switch (m_xml.readNext()) {
            case QXmlStreamReader::StartElement: readChild(element, text, inner); break;
            case QXmlStreamReader::EndElement:
                if (inner == 0)
                    return;
                inner -= 1;
                break;
            case QXmlStreamReader::Characters: element.text += xmlText(m_xml.text().toString()); break;
            default: break;
            }
        }
    }

    void readChild(XFormElement& element, bool text, int& inner)
    {
        if (m_xml.name() == "output"_L1) {
            const QXmlStreamAttributes attributes = m_xml.attributes();
            const QStringView value = attributes.hasAttribute("value"_L1) ? attributes.value("value"_L1)
                                                                          : attributes.value("ref"_L1);
            element.text += kOutputBegin + xmlText(value.toString()).trimmed() + kOutputEnd;
            m_parts += 1;
            m_xml.skipCurrentElement();
        } else if (text) {
            inner += 1;
            m_parts += 1;
        } else {
            element.children.emplace_back();
            readElement(element.children.back());
        }
        if (m_parts > MaxParts)
            m_xml.raiseError(u"too many elements"_s);
    }

    QXmlStreamReader m_xml;
    QSet<QString> m_names;  ///< one text for all equal names
    QMap<QString, QString> m_namespaces;
    int m_parts = 0;
    int m_line = 0;
};

}  // namespace

QString XFormElement::attribute(const QString& wanted) const
{
    for (const XFormAttribute& one : attributes) {
        if (one.name == wanted)
            return one.value;
    }
    return {};
}

bool XFormElement::has(const QString& wanted) const
{
    for (const XFormAttribute& one : attributes) {
        if (one.name == wanted)
            return true;
    }
    return false;
}

const XFormElement* XFormElement::child(const QString& wanted) const
{
    for (const XFormElement& one : children) {
        if (one.name == wanted)
            return &one;
    }
    return nullptr;
}

std::optional<XFormDocument> readXFormDocument(const QByteArray& xml, AuthorMessage& fault)
{
    const auto refused = [&](const QString& text, int line) {
        fault = {u"xform"_s, line, {}, u"F01"_s, text};
        return std::nullopt;
    };
    if (xml.size() > MaxBytes)
        return refused(u"This form is larger than 32 MiB."_s, 0);
    XmlGuard guard;
    int line = 1;
    for (qsizetype at = 0; at < xml.size();) {
        const qsizetype end = xml.indexOf('\n', at);
        const qsizetype next = end < 0 ? xml.size() : end + 1;
        if (!guard.feed(QByteArrayView(xml).sliced(at, next - at)))
            return refused(u"This form is refused: %1."_s.arg(guard.fault()), line);
        line += 1;
        at = next;
    }
    return DocumentReader(xml).read(fault);
}

}  // namespace prohori
