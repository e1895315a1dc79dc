// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/XmlGuard.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxDepth = 128;
constexpr int MaxAttributes = 128;
constexpr qint64 MaxTag = 256 * 1024;
constexpr qint64 MaxRun = 1024 * 1024;
constexpr char CDataStart[] = "[CDATA[";

}  // namespace

bool XmlGuard::feed(QByteArrayView bytes)
{
    if (bytes.contains('\0'))
        refuse(u"it contains a NUL byte"_s);
    for (qsizetype at = 0; at < bytes.size() && m_fault.isEmpty(); ++at) {
        if (m_state == State::Text || m_state == State::Single || m_state == State::Double)
            at += skip(bytes.sliced(at));
        if (at == bytes.size())
            break;
        const char c = bytes.at(at);
        step(c);
        m_beforeLast = m_last;
        m_last = c;
    }
    return m_fault.isEmpty();
}

/// How many bytes change nothing: up to the tag or quote that ends a text.
qsizetype XmlGuard::skip(QByteArrayView bytes)
{
    const char end = m_state == State::Text ? '<' : m_state == State::Single ? '\'' : '"';
    const qsizetype found = bytes.indexOf(end);
    const qsizetype count = found < 0 ? bytes.size() : found;
    m_run += count;
    if (m_run > (m_state == State::Text ? MaxRun : MaxTag))
        refuse(m_state == State::Text ? u"a piece of it is longer than 1 MiB"_s
                                      : u"a tag of it is longer than 256 KiB"_s);
    if (count > 0)
        m_last = m_state == State::Text ? ' ' : '=';
    return count;
}

void XmlGuard::step(char c)
{
    m_run += 1;
    if (m_run > MaxRun)
        refuse(u"a piece of it is longer than 1 MiB"_s);
    switch (m_state) {
    case State::Text:
        if (c == '<')
            enter(State::Open);
        break;
    case State::Open:
        m_first = c;
        m_attributes = 0;
        m_matched = 0;
        if (c == '!')
            enter(State::Bang);
        else if (c == '?')
            enter(State::Instruction);
        else
            enter(State::Tag);
        break;
    case State::Tag:
    case State::Single:
    case State::Double: stepTag(c); break;
    case State::Bang: stepBang(c); break;
    case State::Comment:
        if (c == '>' && m_run > 2 && m_last == '-' && m_beforeLast == '-')
            enter(State::Text);
        break;
    case State::CData:
        if (c == '>' && m_run > 2 && m_last == ']' && m_beforeLast == ']')
            enter(State::Text);
        break;
    case State::Instruction:
        if (c == '>' && m_run > 1 && m_last == '?')
            enter(State::Text);
        break;
    }
}

void XmlGuard::stepTag(char c)
{
    if (m_run > MaxTag)
        refuse(u"a tag of it is longer than 256 KiB"_s);
    if (m_state == State::Single || m_state == State::Double) {
        if (c == (m_state == State::Single ? '\'' : '"'))
            m_state = State::Tag;
        return;
    }
    if (c == '\'') {
        m_state = State::Single;
    } else if (c == '"') {
        m_state = State::Double;
    } else if (c == '=') {
        m_attributes += 1;
        if (m_attributes > MaxAttributes)
            refuse(u"a tag of it has more than 128 attributes"_s);
    } else if (c == '>') {
        endTag();
    }
}

void XmlGuard::endTag()
{
    if (m_first == '/')
        m_depth -= 1;
    else if (m_last != '/')
        m_depth += 1;
    if (m_depth > MaxDepth)
        refuse(u"it is nested more than 128 levels deep"_s);
    enter(State::Text);
}

void XmlGuard::stepBang(char c)
{
    const QByteArrayView wanted = m_matched == 0 && c == '-'      ? QByteArrayView("--")
                                : m_matched > 0 && m_first == '-' ? QByteArrayView("--")
                                                                  : QByteArrayView(CDataStart);
    if (m_matched == 0)
        m_first = c;
    if (c != wanted.at(m_matched)) {
        refuse(u"it contains a DOCTYPE or another declaration, which forms do not need"_s);
        return;
    }
    m_matched += 1;
    if (m_matched == wanted.size())
        enter(wanted.size() == 2 ? State::Comment : State::CData);
}

void XmlGuard::enter(State state)
{
    m_state = state;
    m_run = 0;
}

void XmlGuard::refuse(const QString& fault)
{
    if (m_fault.isEmpty())
        m_fault = fault;
}

}  // namespace prohori
