// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace prohori {

enum class PdfLook { Plain, Strong, Muted, Code, Alarm };

/// Text in one look.
struct PdfSpan {
    QString text;
    PdfLook look = PdfLook::Plain;
};

/// A paragraph or a cell: spans one after the other; '\n' begins a new line.
class PdfText {
public:
    PdfText() = default;
    PdfText(const QString& text, PdfLook look = PdfLook::Plain) { add(text, look); }
    PdfText& add(const QString& text, PdfLook look = PdfLook::Plain)
    {
        m_spans.append({text, look});
        return *this;
    }
    const QList<PdfSpan>& spans() const { return m_spans; }

private:
    QList<PdfSpan> m_spans;
};

struct PdfColumn {
    QString title;
    double share = 1;  ///< of the width, against the other columns
    PdfLook look = PdfLook::Plain;
};

struct PdfRow {
    QList<PdfText> cells = {};
    bool across = false;     ///< one cell over all columns, on a tint: it heads the rows that follow
    bool keepsNext = false;  ///< never the last one on a page
    QString continued = {};  ///< told again above this row where a page begins with it
};

struct PdfTable {
    QList<PdfColumn> columns;
    QList<PdfRow> rows;
    bool hasHeader = true;  ///< the titles, on every page that the table reaches
};

/// What every page bears.
struct PdfSetup {
    QString title;     ///< in the properties of the file: names nobody
    QString language;  ///< "en", "bn"
    Instant made;
    QString watermark;  ///< across the page, under the text; empty: none
    /// Left and right end of the foot of a page, when the number of pages is known.
    std::function<std::pair<QString, QString>(int page, int pages)> foot;
};

/** Sets text and tables on A4 pages and gives them as PDF. The only place that knows Pango and Cairo.

    Bangla is shaped, and stands in the text layer as it was written, so that it can be searched and read out of the file. Fonts are those of
    Debian's fonts-noto-core, embedded as far as they are used. Tables break between their rows, and inside of a row only where it is higher
    than a page; the header comes again. Holds everything until finish(): about 2 kB a cell. Owned by one thread.
*/
class PdfDocument {
public:
    explicit PdfDocument(PdfSetup setup);
    ~PdfDocument();
    PdfDocument(const PdfDocument&) = delete;
    PdfDocument& operator=(const PdfDocument&) = delete;

    void title(const QString& text);
    /// Stays with the next two lines of what follows.
    void heading(const QString& text);
    void paragraph(const PdfText& text);
    void table(const PdfTable& table);
    /// A table without lines: what it is, and how it stands.
    void facts(const QList<std::pair<QString, PdfText>>& facts);

    int pages() const;
    /// The file. Fails with NotFound (hint "no-font") when this machine has no font for Bangla letters that are in it, Storage when the PDF
    /// library fails. To be called once.
    Result<QByteArray> finish();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace prohori
