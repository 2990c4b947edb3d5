#pragma once

/// \file
/// The whole public API for users of a store. Authors of backends also want `backend/*.hpp`, and
/// their tests `testing/*.hpp`.

#include "botstore/call_options.hpp"
#include "botstore/contact.hpp"
#include "botstore/error.hpp"
#include "botstore/history.hpp"
#include "botstore/id.hpp"
#include "botstore/json.hpp"
#include "botstore/limits.hpp"
#include "botstore/memory.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/open.hpp"
#include "botstore/resource.hpp"
#include "botstore/restore.hpp"
#include "botstore/storage.hpp"
#include "botstore/storage_wrapper.hpp"
#include "botstore/thread.hpp"
#include "botstore/time.hpp"
#include "botstore/version.hpp"
