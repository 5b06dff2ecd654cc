"""What the tests in a browser share."""

from playwright.async_api import expect

# A busy machine is slow at times: what is expected on a page is waited for as long as anywhere else.
expect.set_options(timeout=60_000)
