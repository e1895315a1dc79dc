// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/PdfDocument.h"
#include "tests/support/PdfText.h"

#include <QDir>
#include <QImage>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

PdfSetup setup(const QString& language = u"en"_s)
{
    PdfSetup made;
    made.title = u"Annex"_s;
    made.language = language;
    made.made = Instant::fromMs(1'790'000'000'000);
    made.watermark = u"COPY 7"_s;
    made.foot = [](int page, int pages) {
        return std::pair(u"printed by R. Khatun"_s, u"page %1 of %2"_s.arg(page).arg(pages));
    };
    return made;
}

QByteArray finished(PdfDocument& document)
{
    const auto file = document.finish();
    return file ? *file : QByteArray();
}

PdfTable longTable(int rows)
{
    PdfTable table;
    table.columns = {{u"What"_s, 2}, {u"Before"_s, 1}, {u"After"_s, 1}};
    for (int row = 0; row < rows; ++row)
        table.rows.append({{u"Question %1"_s.arg(row), u"before %1"_s.arg(row), u"after %1"_s.arg(row)}});
    return table;
}

}  // namespace

/// Real files, read by poppler. SEC-90: the foot and the watermark of every page.
class PdfDocumentTest : public QObject {
    Q_OBJECT
private slots:
    void everyPageTellsItsNumberItsPrinterAndItsCopy()
    {
        PdfDocument document(setup());
        document.title(u"History of a case"_s);
        document.table(longTable(150));
        const int pages = document.pages();
        QVERIFY(pages > 2);
        const QByteArray file = finished(document);
        const QStringList read = pdfPages(file);
        QCOMPARE(read.size(), pages);
        for (int page = 0; page < pages; ++page) {
            QVERIFY2(read[page].contains(u"page %1 of %2"_s.arg(page + 1).arg(pages)),
                     qPrintable(read[page]));
            QVERIFY(read[page].contains(u"printed by R. Khatun"_s));
        }
        constexpr QRgb kMark = qRgb(231, 233, 237);
        const QList<int> marks = pointsOf(file, kMark);
        QCOMPARE(marks.size(), pages);
        for (const int points : marks)
            QVERIFY2(points > 500, qPrintable(QString::number(points)));
        PdfSetup unmarked = setup();
        unmarked.watermark.clear();
        PdfDocument without(unmarked);
        without.paragraph(u"Text"_s);
        QCOMPARE(pointsOf(finished(without), kMark), QList<int>{0});
    }

    void aLongTableBreaksBetweenItsRowsAndItsHeaderComesAgain()
    {
        PdfDocument document(setup());
        document.table(longTable(150));
        const QStringList read = pdfPages(finished(document));
        QStringList rows;
        for (const QString& page : read) {
            QCOMPARE(page.count(u"Before"_s), 1);
            for (const QString& line : page.split(u'\n')) {
                if (line.contains(u"Question "_s)) {
                    const QString number = line.section(u"Question "_s, 1).section(u' ', 0, 0);
                    QVERIFY2(line.contains(u"before "_s + number), qPrintable(line));
                    QVERIFY2(line.contains(u"after "_s + number), qPrintable(line));
                    rows.append(number);
                }
            }
        }
        QCOMPARE(rows.size(), 150);
        for (int row = 0; row < 150; ++row)
            QCOMPARE(rows[row], QString::number(row));
    }

    void aRowHigherThanAPageGoesOnAndTellsWhatItBelongsTo()
    {
        PdfTable table;
        table.columns = {{u"What"_s, 1}, {u"After"_s, 2}};
        table.rows.append({{PdfText(u"Change 1"_s, PdfLook::Strong)}, true, true, {}});
        QStringList words;
        for (int word = 0; word < 3000; ++word)
            words.append(u"w%1"_s.arg(word));
        table.rows.append({{u"Telling"_s, words.join(u' ')}, false, false, u"Change 1, continued"_s});
        PdfDocument document(setup());
        document.table(table);
        const QByteArray file = finished(document);
        const QStringList read = pdfPages(file);
        QVERIFY(read.size() >= 2);
        for (qsizetype page = 1; page < read.size(); ++page)
            QVERIFY2(read[page].contains(u"Change 1, continued"_s), qPrintable(read[page]));
        const QString all = u' ' + pdfWords(file) + u' ';
        for (const QString& word : words)
            QVERIFY2(all.contains(u' ' + word + u' '), qPrintable(word));
    }

    /// A line that heads others is never the last of its page.
    void whatHeadsOthersStaysWithThem()
    {
        for (int before = 35; before < 60; ++before) {
            PdfTable table = longTable(before);
            table.rows.append({{PdfText(u"HEAD"_s)}, true, true, {}});
            table.rows.append({{u"BODY"_s, {}, {}}});
            PdfDocument document(setup());
            document.table(table);
            for (const QString& page : pdfPages(finished(document)))
                QCOMPARE(page.contains(u"HEAD"_s), page.contains(u"BODY"_s));
        }
    }

    /// Conjuncts, reph, split vowels and ya-phalaa come out of the file as they were written.
    void banglaIsReadAgainAsItWasWritten()
    {
        const QStringList texts{u"মামলার ইতিহাস"_s,
                                u"প্রত্যাবর্তন ও পুনর্বাসন"_s,
                                u"স্বরাষ্ট্র মন্ত্রণালয়"_s,
                                u"কর্মকর্তা কর্তৃক স্বাক্ষরিত"_s,
                                u"যৌন শোষণ, জোরপূর্বক শ্রম"_s,
                                u"দ্বন্দ্ব নিষ্পত্তি"_s,
                                u"১২৩৪৫৬৭৮৯০"_s,
                                u"ক্ষতিগ্রস্ত ব্যক্তি"_s,
                                u"উচ্ছেদ, জ্ঞান, শ্রদ্ধা, হৃদয়"_s,
                                u"ভুক্তভোগী, আঙুলছাপ, তৃতীয়, কিছুই, ভুল"_s};
        PdfDocument document(setup(u"bn"_s));
        document.heading(texts.first());
        PdfTable table;
        table.columns = {{u"প্রশ্ন"_s, 1}, {u"উত্তর"_s, 1}};
        for (const QString& text : texts)
            table.rows.append({{text, PdfText(text, PdfLook::Strong)}});
        document.table(table);
        const auto file = document.finish();
        QVERIFY2(file, file ? "" : qPrintable(file.error().detail));
        const QString read = pdfWords(*file).normalized(QString::NormalizationForm_C);
        // As it stands on the page, as most readers take it, no word falls apart either.
        const QString laid = pdfPages(*file).join(u' ').simplified().normalized(QString::NormalizationForm_C);
        for (const QString& text : texts) {
            const QString whole = text.normalized(QString::NormalizationForm_C);
            QVERIFY2(read.count(whole) >= 2, qPrintable(text + u"\n"_s + read));
            QVERIFY2(laid.count(whole) >= 2, qPrintable(text + u"\n"_s + laid));
        }
    }

    void fontsAreEmbeddedAndNobodyIsNamedInTheProperties()
    {
        PdfDocument document(setup());
        document.paragraph(
            PdfText(u"Plain "_s).add(u"strong "_s, PdfLook::Strong).add(u"00ff"_s, PdfLook::Code));
        const QByteArray file = finished(document);
        QVERIFY(file.startsWith("%PDF-1."));
        QVERIFY(file.contains("/FontFile"));
        QVERIFY(file.contains("/Title (Annex)"));
        QVERIFY(!file.contains("/Author"));
        QVERIFY(pdfWords(file).contains(u"Plain strong 00ff"_s));
    }

    /// Bytes that would end a line or a string elsewhere are text here.
    void hostileTextStaysText()
    {
        const QString hostile = u"<b>&amp;</b> ) endobj %%EOF \\ \u202e"_s;
        PdfDocument document(setup());
        document.paragraph(hostile);
        document.paragraph(u"a\u0007b"_s);
        const QString read = pdfWords(finished(document));
        QVERIFY2(read.contains(u"<b>&amp;</b> ) endobj %%EOF \\"_s), qPrintable(read));
        QVERIFY(read.contains(u"a b"_s));
    }

private:
    /// How many points of each page have exactly this colour.
    static QList<int> pointsOf(const QByteArray& pdf, QRgb colour)
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"drawn.pdf"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(pdf) != pdf.size())
            return {};
        file.close();
        if (QProcess::execute(u"pdftoppm"_s,
                              {u"-r"_s, u"50"_s, u"-png"_s, file.fileName(), folder.filePath(u"page"_s)})
            != 0)
            return {};
        QList<int> all;
        for (const QString& name : QDir(folder.path()).entryList({u"page*.png"_s}, QDir::Files, QDir::Name)) {
            const QImage page(folder.filePath(name));
            int count = 0;
            for (int y = 0; y < page.height(); ++y) {
                for (int x = 0; x < page.width(); ++x)
                    count += page.pixel(x, y) == colour ? 1 : 0;
            }
            all.append(count);
        }
        return all;
    }
};

QTEST_GUILESS_MAIN(PdfDocumentTest)
#include "PdfDocumentTest.moc"
