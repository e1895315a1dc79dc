// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CourtAnnex.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

namespace prohori {

/** Makes the annex, counts the copy, writes the journal (JournalEvent::Printed) and then `file`: aside as FILE.part, 0600, renamed. In the language of
    the program. Refused (hint "exists") when the file is there and may not be replaced; nothing is counted then.
*/
Result<PrintedAnnex> printCourtAnnex(Station& station, const RecordId& record, const QString& file,
                                     const AnnexFilter& filter = {}, bool mayReplace = false);

/// What an annex looks like on paper.
struct AnnexPaper {
    QByteArray pdf;
    int pages = 0;
    bool sound = false;  ///< nothing that was tested was found wrong
};

/** The same as printCourtAnnex() without keeping anybody waiting: the stored changes are read and tested in pieces between other events, the
    pages are set by a worker that holds nothing but values. One print an object. The station must outlive it; when it dies before it has
    ended it is stopped, and there is no file.
*/
class AnnexPrint final : public QObject {
    Q_OBJECT
public:
    struct Wish {
        RecordId record;
        QString file;
        AnnexFilter filter;
        bool mayReplace = false;
    };
    AnnexPrint(Station& station, const Wish& wish, QObject* parent = nullptr);
    ~AnnexPrint() override;

    void start();
    /// Ends it at once with Cancelled: there is no file, and one that was there is as it was. Too late after ended().
    void cancel();

signals:
    /// The pages are set when `done` is `of`; that can be told of only as a whole.
    void progressed(int done, int of);
    /// The last word, never inside of start().
    void ended(const prohori::Result<prohori::PrintedAnnex>& printed);

private:
    void step();
    void setPages();
    void write();
    void end(const Result<PrintedAnnex>& printed);

    Station& m_station;
    Wish m_wish;
    AnnexMaking m_making;
    std::shared_ptr<CourtAnnex> m_annex;
    QTimer m_next;
    QFutureWatcher<Result<AnnexPaper>> m_worker;
    bool m_hasEnded = false;
};

}  // namespace prohori
