// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/PapersPane.h"

#include "app/desktop/Controls.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "forms/widgets/FlowLayout.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLeastWidth = 320;
constexpr int kListHeight = 150;
constexpr int kLeastBeside = 560;  ///< list and picture beside each other
const QString kTypes = u"attachment_type"_s;

enum Column { Type, Name, State, Columns };

QList<std::pair<QString, QString>> openReasons()
{
    return {{u"case_work"_s, PapersPane::tr("Work on this case")},
            {u"review"_s, PapersPane::tr("Review before a decision")},
            {u"duplicate_check"_s, PapersPane::tr("Check whether it is a duplicate")},
            {u"referral"_s, PapersPane::tr("Referral or protection of the person")},
            {u"court"_s, PapersPane::tr("Order or request of a court")}};
}

}  // namespace

PapersPane::PapersPane(Session& session, QWidget* parent, Use use)
    : QFrame(parent),
      m_session(session),
      m_use(use),
      m_look(this),
      m_parts(new QBoxLayout(QBoxLayout::TopToBottom, this)),
      m_heading(makeLabel({}, u"h2"_s, this)),
      m_message(makeLabel({}, u"muted"_s, this)),
      m_shown(new QLabel(this)),
      m_table(new QTableWidget(0, Columns, this)),
      m_add(makeButton(tr("Add… (Insert)"), u"addPaperButton"_s, this)),
      m_open(makeButton(tr("Open (Enter)"), u"openPaperButton"_s, this, true)),
      m_remove(makeButton(tr("Remove… (Delete)"), u"removePaperButton"_s, this)),
      m_sight(new QStackedWidget(this)),
      m_text(new QPlainTextEdit(this))
{
    setObjectName(u"papersPane"_s);
    setProperty("role", u"card"_s);
    setMinimumWidth(kLeastWidth);
    m_parts->setContentsMargins(12, 10, 12, 10);
    m_parts->addWidget(makeList());
    m_shown->setObjectName(u"paperPicture"_s);
    m_shown->setAlignment(Qt::AlignCenter);
    m_shown->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_text->setObjectName(u"paperText"_s);
    m_text->setAccessibleName(tr("Text of the paper"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_sight->addWidget(m_shown);
    m_sight->addWidget(m_text);
    m_parts->addWidget(m_sight, 1);
    connect(m_add, &QPushButton::clicked, this, &PapersPane::askFile);
    connect(m_open, &QPushButton::clicked, this, &PapersPane::openChosen);
    connect(m_remove, &QPushButton::clicked, this, &PapersPane::removeChosen);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &PapersPane::choose);
    connect(m_table, &QTableWidget::itemActivated, this, &PapersPane::openChosen);
    connect(&m_look, &PaperLook::shown, this, &PapersPane::takePicture);
    connect(&m_look, &PaperLook::failed, this, [this](const QString& hint) {
        // Behind the last page there is none: the one before stays.
        if (m_page > 1 && hint == u"no-picture"_s) {
            --m_page;
            tell(tr("This was the last page."), true);
            return;
        }
        dropPaper();
        tell(paperSentence(hint), false);
    });
    connect(&m_session, &Session::syncFinished, this, [this] { retell(); });
    clear();
}

QWidget* PapersPane::makeList()
{
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    m_heading->setObjectName(u"papersHeading"_s);
    layout->addWidget(m_heading);
    m_table->setObjectName(u"papersTable"_s);
    m_table->setAccessibleName(tr("Papers of the case"));
    m_table->setHorizontalHeaderLabels({tr("Type"), tr("Name"), tr("State")});
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(true);
    setFocusProxy(m_table);
    layout->addWidget(m_table, 1);
    // Wraps where large letters leave no room for one row.
    auto* actions = new QWidget(box);
    auto* buttons = new FlowLayout(actions);
    for (QPushButton* button : {m_open, m_add, m_remove}) {
        buttons->addWidget(button);
        button->setVisible(m_use == Use::Keep || button == m_open);
    }
    layout->addWidget(actions);
    m_message->setObjectName(u"papersMessage"_s);
    m_message->setWordWrap(true);
    layout->addWidget(m_message);
    return box;
}

void PapersPane::arrange()
{
    const bool beside = width() >= Theme::px(kLeastBeside) && width() > height();
    m_parts->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_table->setMaximumHeight(beside ? QWIDGETSIZE_MAX : Theme::px(kListHeight));
    m_parts->setStretch(0, beside ? 1 : 0);
}

void PapersPane::clear()
{
    m_view.reset();
    dropPaper();
    retell();
}

void PapersPane::showCase(const CaseView& view)
{
    if (!m_view || m_view->state.record != view.state.record) {
        dropPaper();
        tell({}, true);
    }
    m_view = view;
    retell();
}

void PapersPane::tell(const QString& text, bool good)
{
    setRole(*m_message, good ? u"muted"_s : u"problem"_s);
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

QString PapersPane::stateText(const PaperView& paper) const
{
    switch (paper.state) {
    case PaperState::Coming:
        return tr("coming: %1 of %2 parts are here")
            .arg(Words::number(paper.piecesHere), Words::number(paper.pieces));
    case PaperState::Here: return tr("here, not yet at headquarters");
    case PaperState::AtHub: return tr("here and at headquarters");
    case PaperState::InDistrict: return tr("the file stays in the district");
    case PaperState::Away: break;
    }
    return tr("not available");
}

void PapersPane::tellRow(int row, const PaperView& paper)
{
    const ChoiceList* types = m_view->engine->form().list(kTypes);
    QString type = paper.type;
    for (const Choice& choice : types ? types->choices : QList<Choice>()) {
        if (choice.code == paper.type)
            type = choice.label.in(QLocale().language() == QLocale::Bengali ? u"bn"_s : u"en"_s);
    }
    const QString name = paper.name.isEmpty() ? tr("(name closed)") : paper.name;
    const QString size =
        QLocale().formattedDataSize(paper.manifest.plainBytes, 1, QLocale::DataSizeTraditionalFormat);
    m_table->setItem(row, Type, new QTableWidgetItem(type));
    m_table->setItem(row, Name, new QTableWidgetItem(name + u'\n' + size));
    m_table->setItem(row, State, new QTableWidgetItem(stateText(paper)));
}

void PapersPane::retell()
{
    const int before = std::max(0, m_table->currentRow());
    m_papers.clear();
    if (m_view) {
        const auto papers = PaperDesk(m_session.station()).papers(m_view->state.record);
        if (papers)
            m_papers = *papers;
        else
            tell(paperSentence(papers.error()), false);
    }
    m_table->setRowCount(int(m_papers.size()));
    for (int row = 0; row < m_papers.size(); ++row)
        tellRow(row, m_papers[row]);
    if (!m_papers.isEmpty())
        m_table->setCurrentCell(std::min(before, int(m_papers.size()) - 1), Type);
    const auto atHub = std::count_if(m_papers.begin(), m_papers.end(),
                                     [](const PaperView& paper) { return paper.state == PaperState::AtHub; });
    m_heading->setText(m_papers.isEmpty() ? tr("Papers: none")
                                          : tr("Papers: %1 of %2 at headquarters")
                                                .arg(Words::number(atHub), Words::number(m_papers.size())));
    choose();
}

const PaperView* PapersPane::chosen() const
{
    const int row = m_table->currentRow();
    return row >= 0 && row < m_papers.size() ? &m_papers[row] : nullptr;
}

/// Another paper is chosen: what was looked at is not its picture.
void PapersPane::choose()
{
    judge();
    const PaperView* paper = chosen();
    if (paper && paper->key == m_looked)
        return;
    if (m_looked != FieldKey()) {
        dropPaper();
        tell({}, true);
    }
    if (m_use == Use::Look && isVisible() && paper && !paper->namesPeople && m_open->isEnabled())
        look(paper->key, {});
}

void PapersPane::judge()
{
    QString whyNoChange = m_view ? QString() : tr("Save the case first: a paper belongs to a saved case.");
    if (m_view) {
        if (const auto may = PaperDesk(m_session.station()).mayAttach(*m_view); !may) {
            const QString known = paperSentence(may.error().hint);
            whyNoChange = known.isEmpty() ? Words::whyNot(may.error(), m_view->row.phase) : known;
        }
    }
    const PaperView* paper = chosen();
    const QString none = tr("No paper is chosen.");
    setEnabledOrWhy(*m_add, whyNoChange);
    setEnabledOrWhy(*m_remove, paper ? whyNoChange : none);
    QString whyNotOpen = paper ? QString() : none;
    if (paper && paper->state == PaperState::InDistrict)
        whyNotOpen = paperSentence(u"in-district"_s);
    else if (paper && !paper->mayOpen)
        whyNotOpen = tr("You hold no key to this paper.");
    else if (paper && (paper->state == PaperState::Coming || paper->state == PaperState::Away))
        whyNotOpen = paperSentence(u"not-whole"_s);
    setEnabledOrWhy(*m_open, whyNotOpen);
}

void PapersPane::askFile()
{
    auto* dialog = new QFileDialog(this, tr("Add a paper"));
    dialog->setObjectName(u"paperFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Pictures, PDF and text (*.jpg *.jpeg *.png *.pdf *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &PapersPane::askWhat);
    dialog->open();
}

void PapersPane::askWhat(const QString& file)
{
    if (!m_view)
        return;
    ReasonDialog::Wish wish;
    wish.title = tr("What is this paper?");
    wish.explanation =
        tr("%1 is sealed for those who may read names. Place, device and author are taken out of pictures.")
            .arg(paperName(file));
    wish.choices = reasonChoices(m_view->engine->form(), kTypes);
    wish.okText = tr("Add");
    auto* dialog = new ReasonDialog(wish, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog, file] {
        NewPaper what;
        what.type = dialog->codes().value(0);
        add(file, what);
    });
    dialog->open();
}

void PapersPane::add(const QString& file, const NewPaper& what)
{
    QFile source(file);
    // One byte more than is taken tells that there is more.
    if (!source.open(QIODevice::ReadOnly)) {
        tell(tr("The file cannot be read."), false);
        return;
    }
    const QByteArray content = source.read(AttachmentManifest::kMostPlainBytes + 1);
    const auto attached = PaperDesk(m_session.station())
                              .attach(m_view->state.record, content, QFileInfo(file).fileName(), what);
    if (!attached) {
        tell(paperSentence(attached.error()), false);
        return;
    }
    tell(attached->cleaned ? tr("Added. Place, device and comments were taken out of the picture.")
                           : tr("Added. Tell its date in the form, under Attachments."),
         true);
    emit changed();
}

void PapersPane::openChosen()
{
    const PaperView* paper = chosen();
    // The Enter that answers a question must not ask it anew.
    if (!paper || !m_open->isEnabled() || findChild<ReasonDialog*>())
        return;
    const FieldKey key = paper->key;
    if (!paper->namesPeople) {
        look(key, {});
        return;
    }
    ReasonDialog::Wish wish;
    wish.title = tr("Open a paper that names people");
    wish.explanation = tr("Who opened it, when and why is written into the journal.");
    wish.choices = openReasons();
    wish.okText = tr("Open the paper");
    auto* dialog = new ReasonDialog(wish, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog, key] { look(key, dialog->codes().value(0)); });
    dialog->open();
}

void PapersPane::removeChosen()
{
    const PaperView* paper = chosen();
    if (!paper || !m_remove->isEnabled())
        return;
    const FieldKey key = paper->key;
    auto* dialog =
        new QuestionDialog({tr("Remove this paper from the case?"),
                            tr("It leaves the case; the history keeps that it was there."), tr("Remove")},
                           this);
    connect(dialog, &QDialog::accepted, this, [this, key] {
        const auto removed = PaperDesk(m_session.station()).remove(m_view->state.record, key, {});
        dropPaper();
        tell(removed ? tr("Removed.") : paperSentence(removed.error()), removed.has_value());
        if (removed)
            emit changed();
    });
    dialog->open();
}

}  // namespace prohori
