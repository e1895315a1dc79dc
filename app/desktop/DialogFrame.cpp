// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/DialogFrame.h"

#include "app/desktop/Controls.h"
#include "app/desktop/Dialogs.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

QVBoxLayout* beginDialog(QDialog& dialog, const QString& name, const QString& title, const DialogSpace& space)
{
    dialog.setObjectName(name);
    dialog.setAttribute(Qt::WA_DeleteOnClose);
    dialog.setWindowTitle(title);
    auto* layout = new QVBoxLayout(&dialog);
    const int margin = Theme::px(space.margin);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(Theme::px(space.between));
    layout->addWidget(makeLabel(title, u"h2"_s, &dialog));
    return layout;
}

void addAsked(QVBoxLayout& layout, const QString& caption, QWidget& field, const QString& name,
              QWidget* beside)
{
    QLabel* label = makeLabel(caption, u"muted"_s, field.parentWidget());
    if (caption.contains(u'&'))
        label->setBuddy(&field);
    field.setObjectName(name);
    field.setAccessibleName(QString(caption).remove(u'&'));
    layout.addWidget(label);
    if (!beside) {
        layout.addWidget(&field);
        return;
    }
    auto* line = new QHBoxLayout;
    line->addWidget(&field, 1);
    line->addWidget(beside);
    layout.addLayout(line);
}

void endDialog(QVBoxLayout& layout, QPushButton& ok, QLabel& why, EnterKey enter)
{
    auto* dialog = static_cast<QDialog*>(layout.parentWidget());
    why.setObjectName(u"whyNotOk"_s);
    auto* cancel = makeButton(ReasonDialog::tr("Cancel"), u"cancelButton"_s, dialog);
    cancel->setAutoDefault(false);
    if (enter == EnterKey::DoesIt)
        ok.setDefault(true);
    else
        ok.setAutoDefault(false);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(&ok, &QPushButton::clicked, dialog, &QDialog::accept);
    auto* row = new QHBoxLayout;
    row->addWidget(&why, 1);
    row->addWidget(cancel);
    row->addWidget(&ok);
    layout.addLayout(row);
}

void allow(QPushButton& ok, QLabel& why, const QString& whyNot)
{
    setEnabledOrWhy(ok, whyNot);
    why.setText(whyNot);
}

}  // namespace prohori
