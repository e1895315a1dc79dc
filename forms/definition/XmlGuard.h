// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

namespace prohori {

/** Looks at the bytes of an XML document before a parser does (SEC-82).

    Refuses what no form source needs and what makes parsers slow or large: `<!DOCTYPE` and every other declaration, NUL bytes (so UTF-16
    too), more than 128 levels, a tag of more than 256 KiB or 128 attributes, and text, comments or instructions of more than 1 MiB in one
    piece. It knows nothing of well-formedness; that stays the parser's. O(n), constant memory, bytes may come in pieces.
*/
class XmlGuard {
public:
    /// False as soon as something is refused, and from then on.
    bool feed(QByteArrayView bytes);
    /// The reason as the end of a sentence: "it contains a DOCTYPE". Empty while nothing was refused.
    const QString& fault() const { return m_fault; }

private:
    enum class State { Text, Open, Tag, Single, Double, Bang, Comment, CData, Instruction };

    qsizetype skip(QByteArrayView bytes);
    void step(char c);
    void stepTag(char c);
    void stepBang(char c);
    void endTag();
    void enter(State state);
    void refuse(const QString& fault);

    QString m_fault;
    State m_state = State::Text;
    qint64 m_run = 0;  ///< bytes since the state was entered; for a tag since its `<`
    int m_attributes = 0;
    int m_depth = 0;
    int m_matched = 0;  ///< of `--` or `[CDATA[`
    char m_first = 0;   ///< first character of the tag or declaration
    char m_last = 0, m_beforeLast = 0;
};

}  // namespace prohori
