// Shows the contacts of one account on a phone's page, grouped.
#pragma once

#include <vector>

#include "account/account.h"
#include "base/template.h"
#include "phone/model.h"

namespace spaconf {

/// Fills the ON_LINE rows of a line: one for all contacts with the same address and User-Agent, at
/// most three, and MORE_CONTACTS with the number of those not shown. Shows OFF_LINE when there is
/// no contact. `registered` are the models that were registered with the account; for a contact of
/// another known model the row says that it is not `wanted`.
void fill_contacts(Values& line, const std::vector<Contact>& contacts,
                   const std::vector<const Model*>& registered, const Model& wanted);

}  // namespace spaconf
