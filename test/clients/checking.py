"""What the sessions beside this file check with: a line for each check, and an end at the first that fails."""
import sys
from label_studio_sdk.core.api_error import ApiError

passed = 0


def check(condition, what):
    global passed
    if not condition:
        print('FAIL', what)
        print(f'{passed} passed, 1 failed')
        sys.exit(1)
    passed += 1
    print('ok  ', what)


def refused(status, call, what):
    try:
        call()
    except ApiError as error:
        check(error.status_code == status and error.body.get('code') and error.body.get('detail'), f'{what}: {error.status_code}')
        return error.body
    check(False, f'{what}: was not refused')


def finish():
    print(f'{passed} passed, 0 failed')
