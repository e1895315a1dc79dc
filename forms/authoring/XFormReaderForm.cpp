// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderForm.h"

#include "forms/authoring/NameResolver.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kXFormSheet = u"xform"_s;
const QString kRootPath = u"/data"_s;
/// Groups inside each other; the reader of form.json holds to the same figure.
constexpr qsizetype kMostPathLevels = 24;
/// As many as rows of a survey (forms.md 2.1), and the root.
constexpr int kMostNodes = 20'001;

const XFormElement* find(const XFormElement& element, const QString& name)
{
    if (element.name == name)
        return &element;
    for (const XFormElement& child : element.children) {
        if (const XFormElement* found = find(child, name))
            return found;
    }
    return nullptr;
}

QString rootNameOf(const XFormElement& html)
{
    const XFormElement* model = find(html, u"model"_s);
    const XFormElement* instance = model ? model->child(u"instance"_s) : nullptr;
    return instance && !instance->children.empty() ? instance->children.front().name : QString();
}

}  // namespace

XFormForm::XFormForm(const XFormDocument& document, const QString& folder)
    : m_html(document.root),
      m_namespaces(document.namespaces),
      m_lists(m_texts, folder, messages),
      m_paths(rootNameOf(document.root), [this](const QString& list) { return m_lists.stepNames(list); }),
      m_package(std::make_shared<FormPackage>())
{}

std::shared_ptr<FormPackage> XFormForm::read(const QString& fileName)
{
    if (!findParts())
        return nullptr;
    static const QRegularExpression ending(u"\\.(xml|xhtml)$"_s, QRegularExpression::CaseInsensitiveOption);
    m_package->formId = QString(fileName).remove(ending);
    if (const XFormElement* itext = m_model->child(u"itext"_s))
        m_texts.read(*itext);
    for (const XFormElement& child : m_model->children) {
        if (child.name == u"instance"_s && !child.children.empty() && &child.children.front() == m_primary)
            continue;
        if (child.name == u"instance"_s)
            m_lists.read(child);
    }
    m_package->data = readNode(*m_primary, kRootPath);
    if (m_count > kMostNodes)
        return nullptr;
    indexNodes(m_package->data);
    for (const XFormElement& child : m_model->children) {
        if (child.name == u"bind"_s)
            readBind(child);
    }
    if (m_body)
        readBody(*m_body, kRootPath);
    for (const XFormElement& child : m_model->children)
        readAction(child, kRootPath, QString());
    finishItem(m_package->data);
    addTables();
    readHead();
    check();
    const bool failed = std::any_of(messages.cbegin(), messages.cend(),
                                    [](const AuthorMessage& message) { return message.isError(); });
    return failed ? nullptr : m_package;
}

bool XFormForm::findParts()
{
    m_model = find(m_html, u"model"_s);
    m_body = m_html.child(u"body"_s);
    const XFormElement* instance = m_model ? m_model->child(u"instance"_s) : nullptr;
    if (!instance || instance->children.empty()) {
        say(m_html.line, {}, u"F01"_s, u"This is no XForm: there is no model with an instance."_s);
        return false;
    }
    m_primary = &instance->children.front();
    return true;
}

void XFormForm::readHead()
{
    const XFormElement* head = m_html.child(u"head"_s);
    const XFormElement* title = head ? head->child(u"title"_s) : nullptr;
    const QString id = m_primary->attribute(u"id"_s).trimmed();
    if (!id.isEmpty())
        m_package->formId = id;
    m_package->version = m_primary->attribute(m_primary->has(u"version"_s) ? u"version"_s : u"orx:version"_s);
    m_package->title = title ? title->text.trimmed() : QString();
    if (m_package->title.isEmpty())
        m_package->title = m_package->formId;
    if (m_body && m_body->attribute(u"class"_s).contains(u"pages"_s))
        m_package->style = u"pages"_s;
    m_package->languages = m_texts.languages();
    m_package->defaultLanguage = m_texts.defaultLanguage();
    if (!m_package->languages.contains(m_package->defaultLanguage))
        m_package->languages.append(m_package->defaultLanguage);
    readSettings();
}

void XFormForm::readSettings()
{
    QMap<QString, QString>& settings = m_package->settings;
    const XFormElement* head = m_html.child(u"head"_s);
    const XFormElement* own = head ? head->child(u"ht:settings"_s) : nullptr;
    for (size_t at = 0; own && at < own->children.size(); ++at) {
        const XFormElement& child = own->children[at];
        if (child.name == u"ht:setting"_s)
            settings.insert(child.attribute(u"name"_s), child.text);
        if (child.name == u"ht:title"_s)
            m_package->titles.set(child.attribute(u"lang"_s), child.text);
    }
    if (own) {
        m_package->style = settings.value(u"style"_s, m_package->style);
        return;
    }
    m_package->titles.set(m_package->defaultLanguage, m_package->title);
    const auto keep = [&](const QString& name, const QString& value) {
        if (!value.isEmpty())
            settings.insert(name, value);
    };
    keep(u"form_id"_s, m_package->formId);
    keep(u"version"_s, m_package->version);
    keep(u"form_title"_s, m_package->title);
    keep(u"style"_s, m_package->style);
    keep(u"instance_name"_s, m_package->instanceName.written);
    if (const XFormElement* submission = m_model->child(u"submission"_s)) {
        keep(u"submission_url"_s, submission->attribute(u"action"_s));
        keep(u"public_key"_s, submission->attribute(u"base64RsaPublicKey"_s));
        keep(u"auto_send"_s, submission->attribute(u"orx:auto-send"_s));
        keep(u"auto_delete"_s, submission->attribute(u"orx:auto-delete"_s));
    }
    QStringList namespaces;
    for (auto each = m_namespaces.cbegin(); each != m_namespaces.cend(); ++each)
        namespaces.append(u"%1=\"%2\""_s.arg(each.key(), each.value()));
    keep(u"namespaces"_s, namespaces.join(u' '));
}

/// Of several nodes with one name the template counts, else the first: the others are instances of a repeat.
FormItem XFormForm::readNode(const XFormElement& element, const QString& path)
{
    FormItem item;
    item.name = path.section(u'/', -1);
    item.path = path;
    item.row = element.line;
    item.kind = ItemKind::Question;
    for (const XFormAttribute& attribute : element.attributes) {
        if (path != kRootPath && attribute.name != u"jr:template"_s)
            item.extra.insert(u"instance::"_s + attribute.name, attribute.value);
    }
    QStringList names;
    QHash<QString, const XFormElement*> chosen;
    for (const XFormElement& child : element.children) {
        if (path == kRootPath && child.localName() == u"meta"_s) {
            readMeta(child);
            continue;
        }
        if (!chosen.contains(child.name))
            names.append(child.name);
        if (!chosen.contains(child.name) || child.has(u"jr:template"_s))
            chosen.insert(child.name, &child);
    }
    m_count += 1;
    if (m_count == kMostNodes + 1)
        say(element.line, {}, u"F01"_s, u"This form has more than 20,000 questions."_s);
    if (m_count > kMostNodes)
        return item;
    Node& node = m_nodes[path];
    node.line = element.line;
    node.group = !names.isEmpty() || path == kRootPath;
    if (element.has(u"jr:template"_s))
        item.kind = ItemKind::Repeat;
    if (names.isEmpty())
        item.defaultValue = element.text.trimmed();
    if (path.count(u'/') > kMostPathLevels + 1) {
        say(element.line, {}, u"X06"_s, u"'more than 24 groups inside each other' is not supported here."_s);
        return item;
    }
    for (const QString& name : names) {
        if (m_count <= kMostNodes)
            item.children.push_back(readNode(*chosen.value(name), path + u'/' + name));
    }
    return item;
}

void XFormForm::indexNodes(FormItem& item)
{
    m_nodes[item.path].item = &item;
    for (FormItem& child : item.children)
        indexNodes(child);
}

void XFormForm::readMeta(const XFormElement& meta)
{
    const auto isAudit = [](const XFormElement& child) { return child.localName() == u"audit"_s; };
    const auto audit = std::find_if(meta.children.begin(), meta.children.end(), isAudit);
    if (audit == meta.children.end())
        return;
    FormItem item;
    item.name = u"audit"_s;
    item.path = u"/data/audit"_s;
    item.kind = ItemKind::Meta;
    item.type = u"audit"_s;
    item.row = audit->line;
    m_nodes[item.path].as = item.type;
    m_nodes[item.path].line = audit->line;
    m_meta.push_back(item);
}

void XFormForm::finishItem(FormItem& item)
{
    Node& node = m_nodes[item.path];
    if (item.kind == ItemKind::Repeat || node.group) {
        item.kind = item.kind == ItemKind::Repeat ? ItemKind::Repeat : ItemKind::Group;
        item.type = item.kind == ItemKind::Repeat ? u"repeat"_s : u"group"_s;
        item.defaultValue.clear();
    } else {
        finishType(item, node);
    }
    finishTexts(item);
    int order = -1;
    std::vector<std::pair<int, size_t>> places;
    for (size_t at = 0; at < item.children.size(); ++at) {
        finishItem(item.children[at]);
        // What has no control stays behind what it followed.
        const int own = m_nodes[item.children[at].path].order;
        order = own < 0 ? order : own;
        places.emplace_back(order, at);
    }
    std::stable_sort(places.begin(), places.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<FormItem> sorted;
    sorted.reserve(places.size());
    for (const auto& [place, at] : places)
        sorted.push_back(std::move(item.children[at]));
    item.children = std::move(sorted);
}

FormRule XFormForm::rule(const QString& text, int line, const QString& column)
{
    QList<ExpressionFault> faults;
    FormRule made = m_paths.rule(text, faults);
    for (const ExpressionFault& fault : faults)
        say(line, column, fault.code, withCharacter(fault));
    return made;
}

void XFormForm::say(int line, const QString& column, const QString& code, const QString& text)
{
    messages.append({kXFormSheet, line, column, code, text});
}

XFormForm::Node* XFormForm::nodeAt(const QString& path)
{
    const auto found = m_nodes.find(path);
    return found == m_nodes.end() || !found->item ? nullptr : &found.value();
}

}  // namespace prohori
