// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CourtAnnex.h"
#include "app/station/HistoryWords.h"
#include "core/reports/PdfDocument.h"

#include <QCoreApplication>

namespace prohori {

/// One sentence of the statement of what was verified.
struct AnnexSentence {
    enum Outcome {
        Verified,
        NotVerified,  ///< it could not be: why
        Fault,        ///< it was tested, and is wrong
        Note,
    };
    Outcome outcome = Note;
    QString text;
};

/// Says what AnnexProof holds, in the language of the program: true for what was found, and for nothing else.
class AnnexStatement {
    Q_DECLARE_TR_FUNCTIONS(AnnexStatement)
public:
    explicit AnnexStatement(const CourtAnnex& annex);

    const QList<AnnexSentence>& sentences() const { return m_sentences; }
    /// Nothing that was tested was found wrong.
    bool isSound() const;
    static QString outcome(AnnexSentence::Outcome outcome);

private:
    void add(AnnexSentence::Outcome outcome, const QString& text) { m_sentences.append({outcome, text}); }
    /// Adds the sentence with the numbers of the changes of which `test` is true, if there are any.
    template <typename Test>
    void addIfAny(AnnexSentence::Outcome outcome, const QString& text, const Test& test);
    void tellBytes();
    void tellSignatures();
    void tellChains();
    void tellReceipts();
    void tellFold();
    void tellApproval();
    void tellLimits();

    const CourtAnnex& m_annex;
    QList<AnnexSentence> m_sentences;
};

/** The pages of a court annex, in the language of the program. The annex must outlive it. */
class AnnexPages {
    Q_DECLARE_TR_FUNCTIONS(AnnexPages)
public:
    explicit AnnexPages(const CourtAnnex& annex);
    /// Errors as PdfDocument::finish(). To be called once.
    Result<QByteArray> pdf();
    int pages() const { return m_pages; }
    bool isSound() const { return m_statement.isSound(); }

private:
    PdfSetup setup() const;
    QList<std::pair<QString, PdfText>> facts() const;
    QString stateText() const;
    PdfTable changes() const;
    void addChange(PdfTable& table, const AnnexChange& change) const;
    PdfText headOf(const AnnexChange& change) const;
    PdfText faultsOf(const AnnexChange& change) const;
    PdfTable writers() const;
    PdfTable statement() const;

    const CourtAnnex& m_annex;
    HistoryWords m_words;
    AnnexStatement m_statement;
    int m_pages = 0;
};

/// 64 hex digits in groups of four, that a line can be broken between and people can read to each other.
QString hexGroups(const QByteArray& bytes);
/// "3, 7–9", in the digits of the language.
QString numberRanges(const QList<int>& numbers);

}  // namespace prohori
