// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/CsvReader.h"

#include <QStringDecoder>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Walks over the text once and cuts it into rows.
class Scanner {
public:
    explicit Scanner(const QString& text) : m_text(text) {}

    CsvFile scan()
    {
        while (m_at < m_text.size()) {
            m_row.row += 1;
            readRow();
            if (m_row.cells.size() > 1 || !m_row.cells.value(0).isEmpty())
                m_file.rows.append(m_row);
            m_row.cells.clear();
        }
        return std::move(m_file);
    }

private:
    void readRow()
    {
        do {
            m_row.cells.append(peek() == u'"' ? readQuoted() : readPlain());
        } while (take(u','));
        if (take(u'\r'))
            take(u'\n');
        else
            take(u'\n');
    }

    QString readPlain()
    {
        const qsizetype from = m_at;
        while (m_at < m_text.size() && !endsCell(m_text.at(m_at)))
            m_at += 1;
        const QString cell = m_text.mid(from, m_at - from);
        checkCell(cell);
        return cell;
    }

    QString readQuoted()
    {
        QString cell;
        m_at += 1;
        while (true) {
            const qsizetype quote = m_text.indexOf(u'"', m_at);
            if (quote < 0) {
                report(u"a quote is opened and never closed"_s);
                cell += m_text.mid(m_at);
                m_at = m_text.size();
                break;
            }
            cell += QStringView(m_text).mid(m_at, quote - m_at);
            m_at = quote + 1;
            if (!take(u'"'))
                break;
            cell += u'"';
        }
        if (m_at < m_text.size() && !endsCell(m_text.at(m_at))) {
            report(u"there is text after a closing quote"_s);
            cell += readPlain();
        }
        checkCell(cell);
        return cell;
    }

    static bool endsCell(QChar c) { return c == u',' || c == u'\r' || c == u'\n'; }
    QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }
    bool take(QChar wanted)
    {
        if (m_at >= m_text.size() || m_text.at(m_at) != wanted)
            return false;
        m_at += 1;
        return true;
    }

    void checkCell(const QString& cell)
    {
        if (cell.contains(QChar(u'\0')))
            report(u"the cell contains a NUL character"_s);
        if (cell.contains(QChar::ReplacementCharacter))
            report(u"the cell contains bytes that are no UTF-8"_s);
    }

    void report(const QString& what)
    {
        m_file.problems.append({m_row.row, static_cast<int>(m_row.cells.size()) + 1, what});
    }

    const QString& m_text;
    qsizetype m_at = 0;
    CsvRow m_row;
    CsvFile m_file;
};

}  // namespace

CsvFile readCsv(const QByteArray& bytes)
{
    QStringDecoder decode(QStringDecoder::Utf8);  // skips a byte order mark
    const QString text = decode(bytes);
    return Scanner(text).scan();
}

}  // namespace prohori
