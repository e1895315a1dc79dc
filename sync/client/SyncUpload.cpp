// SPDX-License-Identifier: GPL-3.0-or-later
// What goes up with a request, and what is made ready for the next one while the hub works on this one.
#include "sync/client/SyncWork.h"

namespace prohori {

/// The head that the first own change goes on from, or the last own change when none waits.
void SyncClient::Private::goOnFromHead()
{
    const ChangeHead* inQueue = queue.firstOf(request.replica);
    // Behind so much of others that it was not read yet.
    const auto first = inQueue ? std::optional(*inQueue) : store.firstUnsent();
    request.headCounter = first ? first->counter - 1 : store.lastCounter();
    request.head = first ? first->prev : store.lastChange();
}

bool SyncClient::Private::isHeldByHub(const ChangeId& change) const
{
    const Delivery delivery = store.delivery(change);
    return delivery == Delivery::Custody || delivery == Delivery::Safe;
}

FramePacking SyncClient::Private::uploadPacking() const
{
    return {uploadForm.isPlain ? 0 : uploadDictionary(store), kFrameTarget,
            budget.isQuickUp() ? Effort::Quick : Effort::Usual};
}

void SyncClient::Private::packUploads()
{
    uploaded.clear();
    recordOf.clear();
    const FramePacking form = uploadPacking();
    queue.begin(form.dictionary);
    goOnFromHead();
    FrameWriter writer = request.writer();
    uploadForm.namesParents = false;
    if (form.dictionary != 0 && !uploadForm.spellsParents && hubDictionaries(store).contains(kFindsParents))
        writer.isHeld = [this](const ChangeId& change) {
            const bool isHeld = isHeldByHub(change);
            uploadForm.namesParents = uploadForm.namesParents || isHeld;
            return isHeld;
        };
    for (qint64 bytes = 0; bytes < budget.bytes() && uploaded.size() < UploadQueue::kMostSent;) {
        const auto next = queue.take(writer, form);
        writer.isHeld = {};
        if (!next)
            break;
        for (const auto& [change, record] : next->changes) {
            uploaded.append(change);
            recordOf.insert(change, record);
        }
        bytes += next->frame.packed.size();
        request.frames.append(next->frame);
    }
}

/// What the last answer left to be done comes first.
void SyncClient::Private::workMeanwhile()
{
    if (early.verdicts.isEmpty())
        packAhead();
    else
        goOn();
}

/// One frame at a time: whoever waits for something else, the answer too, comes in between.
void SyncClient::Private::packAhead()
{
    if (!isAsking || queue.packed() >= UploadQueue::kMostSent)
        return;
    const ChangeHead* first = queue.firstOf(request.replica);
    const FrameWriter writer{request.replica, request.person, first ? first->prev : ChangeId()};
    if (queue.packNext(writer, uploadPacking()))
        meanwhile.start(0);
}

}  // namespace prohori
